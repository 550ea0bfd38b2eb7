/** What a person takes from the terminal to the senders: addresses and keys. */
import type { Choice, Door } from './choices.ts'
import { ADMIN_SECRET, type Keys, type Sender } from './keys.ts'

/** The keys that were made, before they are put in place: an interruption must not leave a receiver whose key nobody has. */
export function showKeys(made: Keys): void {
  const lines = Object.entries(made).flatMap(([secret, keys]) =>
    keys.map((key) => `  ${secret.padEnd(14)} ${key}`),
  )
  if (lines.length === 0) return
  console.log(`
Made for you, and never shown again: keep them where you keep passwords.
${lines.join('\n')}
`)
}

/** The URLs to paste, and what goes with each. */
export function showSenders(url: string, { doors, made }: Choice, command: string): void {
  const blocks = [...doors].map(([sender, door]) => describe(sender, door, `${url}/webhooks/${sender.name}`))
  const admin = made[ADMIN_SECRET] ? 'with the key ADMIN_KEYS above' : 'with a key of ADMIN_KEYS'
  console.log(`
${blocks.join('\n\n')}

Console: ${url}, ${admin}
From now on: ${command}. Keep wrangler.toml: it says which Worker and which database are yours.`)
}

/** The given keys that a URL would betray. */
export function showNotForUrls(keys: readonly string[]): void {
  if (keys.length === 0) return
  console.log(
    `Note: ${keys.join(', ')}: not random enough for a URL, because the log would show it there. It is accepted in a header or a body, and refused at the end of a URL.`,
  )
}

/** The given keys whose events production does not judge. */
export function showKeptApart(keys: readonly string[]): void {
  if (keys.length === 0) return
  console.log(
    `Note: ${keys.join(', ')}: labelled sandbox: its events are kept in quarantine and not judged. Give the sandbox a receiver of its own: npm run setup -- --env staging.`,
  )
}

function describe({ label, secret, byUrl }: Sender, door: Door, url: string): string {
  switch (door.kind) {
    case 'kept':
      return `${label}: unchanged\n  ${url}\n  with a key of ${secret}`
    case 'replaced':
      return `${label}: from now on only the keys you gave\n  ${url}\n  with one of them`
    case 'shut':
      return `${label}: closed. To open it: npm run setup -- --keys <file>, with a line ${secret}=<key>`
    case 'opened':
      if (door.key === undefined)
        return `${label}: the webhook of your application\n  ${url}\n  with the header X-Api-Key: one of the keys you gave`
      return byUrl
        ? `${label}: the CallbackUrl of every charge, with the key at its end\n  ${url}/${door.key}`
        : `${label}: the webhook of your application\n  ${url}\n  with the header X-Api-Key: ${door.key}\n  or, if the sender accepts nothing but a URL:\n  ${url}/${door.key}`
  }
}
