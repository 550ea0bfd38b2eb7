/** What setup must know and nobody else can tell it: asked if there is a terminal, otherwise taken from flags and defaults. */
import { opensAnother, refusedSecrets } from './check.ts'
import { ADMIN_SECRET, type Keys, keysGiven, makeKey, refuseShared, SENDERS, type Sender } from './keys.ts'
import { askFor, askForSecret, hasTerminal } from './prompts.ts'
import type { Environment } from './settings.ts'
import { stop } from './stop.ts'
import type { Worker } from './worker.ts'

/** One of several accounts. */
export async function chooseAccount(
  accounts: readonly { readonly id: string; readonly name: string }[],
): Promise<string> {
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  if (!hasTerminal())
    return stop(
      `This sign-in belongs to several accounts. Set CLOUDFLARE_ACCOUNT_ID to one of them:\n${list}`,
    )
  console.log(`Your accounts:\n${list}`)
  const chosen = await askFor('Which one?', accounts[0]?.id ?? '')
  return (
    accounts.find(({ id, name }) => id === chosen || name === chosen)?.id ??
    stop(`Account ${chosen} does not exist.`)
  )
}

/** The Worker's name: lower case, as a part of a host's name. */
export async function chooseName(flag: string | undefined, present: string, isNew: boolean): Promise<string> {
  const name =
    flag ??
    (isNew && hasTerminal()
      ? await askFor('Name of the Worker, the first part of its address?', present)
      : present)
  // `-staging` must fit behind it in the 63 characters of a host's label.
  if (!/^[a-z0-9]([a-z0-9-]{0,53}[a-z0-9])?$/.test(name))
    stop(`${name} cannot be a Worker's name: at most 55 lower-case letters, digits and dashes.`)
  return name
}

/** Days that personal data stays after an order or payment has ended; asked where nothing was deployed yet. */
export async function chooseRetention(flag: string | undefined, present: string): Promise<string> {
  const question =
    'For how many days is personal data kept after an order or payment has ended? (forever: never erased)'
  const days = flag ?? (hasTerminal() ? await askFor(question, present) : present)
  if (days !== 'forever' && !(/^[1-9]\d{0,4}$/.test(days) && Number(days) <= 36_500))
    stop(`${days} is not a number of days: 1 to 36500, or forever.`)
  return days
}

/** The account's part of every workers.dev address, for an account that has never had a Worker. */
export async function chooseSubdomain(flag: string | undefined): Promise<string> {
  if (flag !== undefined) return flag
  if (!hasTerminal())
    return stop(
      'This account has no workers.dev subdomain yet, the second part of the address (catraca.<subdomain>.workers.dev). Choose one: `npm run setup -- --subdomain <your company>`.',
    )
  return askFor(
    'This account has no workers.dev subdomain yet: https://<Worker>.<subdomain>.workers.dev. Which one?',
    `catraca-${makeKey().slice(0, 6)}`,
  )
}

/** What became of a sender's keys. */
export type Door =
  | { readonly kind: 'kept' }
  | { readonly kind: 'replaced' }
  /** Nobody has its key. */
  | { readonly kind: 'shut' }
  /** `key` where one was made; the others were given. */
  | { readonly kind: 'opened'; readonly key: string | undefined }

export interface Choice {
  readonly doors: ReadonlyMap<Sender, Door>
  /** What is put in place, by secret. */
  readonly put: Keys
  /** Which of these were made here for somebody, and so must be shown. */
  readonly made: Keys
}

/** Keeps every secret that is there and takes the given keys; makes what is missing. */
export async function chooseKeys(choice: {
  readonly given: Keys
  readonly providers: string | undefined
  readonly worker: Worker | undefined
  readonly address: string
  readonly environment: Environment
}): Promise<Choice> {
  const { given, worker, address, environment } = choice
  const isPresent = (secret: string): boolean => worker?.secrets.includes(secret) ?? false
  const compared = Object.fromEntries(Object.entries(given).filter(([secret]) => isPresent(secret)))
  const replaced = await refusedSecrets(address, compared)
  const others = [...SENDERS.map(({ secret }) => secret), ADMIN_SECRET].filter(
    (secret) => isPresent(secret) && !given[secret],
  )
  const shared = await opensAnother(address, given, others)
  if (shared)
    stop(
      `Key ${shared.position} of ${shared.secret} is already a key of ${shared.other}: someone with one would have the other. Give each its own.`,
    )
  const wanted = await chooseSenders(
    choice.providers,
    SENDERS.filter(({ secret }) => !isPresent(secret)),
  )
  const put: Record<string, readonly string[]> = {}
  const made: Record<string, readonly string[]> = {}
  const doors = new Map<Sender, Door>()
  for (const secret of replaced) put[secret] = compared[secret] ?? []
  for (const sender of SENDERS) {
    const { secret } = sender
    if (isPresent(secret)) doors.set(sender, { kind: replaced.includes(secret) ? 'replaced' : 'kept' })
    else if (!wanted.includes(sender) && !given[secret]) {
      // A secret must be there, and perhaps must not be empty: a key that nobody has closes the webhook URL as well.
      put[secret] = [makeKey()]
      doors.set(sender, { kind: 'shut' })
    } else {
      const theirs = given[secret] ?? (await askForKeys(sender, environment))
      const key = theirs.length === 0 || sender.byUrl ? makeKey() : undefined
      if (key !== undefined) made[secret] = [key]
      put[secret] = [...theirs, ...(made[secret] ?? [])]
      doors.set(sender, { kind: 'opened', key })
    }
  }
  if (!isPresent(ADMIN_SECRET)) {
    const theirs = given[ADMIN_SECRET]
    if (!theirs) made[ADMIN_SECRET] = [makeKey()]
    put[ADMIN_SECRET] = theirs ?? made[ADMIN_SECRET] ?? []
  }
  refuseShared({ ...given, ...put })
  return { doors, put, made }
}

async function chooseSenders(
  flag: string | undefined,
  missing: readonly Sender[],
): Promise<readonly Sender[]> {
  if (missing.length === 0) return []
  const all = missing.map(({ name }) => name).join(',')
  const answer = flag ?? (hasTerminal() ? await askFor('Who will send webhooks here?', all) : all)
  return answer.split(',').flatMap((each) => {
    const sender = SENDERS.find(({ name }) => name === each.trim())
    if (!sender) return stop(`There is no provider ${each}: ${SENDERS.map(({ name }) => name).join(', ')}.`)
    return [sender]
  })
}

async function askForKeys({ label, secret }: Sender, environment: Environment): Promise<readonly string[]> {
  if (!hasTerminal()) return []
  const whose = environment === '' ? 'for production' : 'for the sandbox'
  const typed = await askForSecret(
    `Keys that ${label} gave you ${whose}, separated by commas (empty: a key is generated): `,
  )
  return keysGiven(secret, typed)
}
