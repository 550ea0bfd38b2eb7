/** Judges the keys themselves. Names one by its fingerprint, never by its text. Pure. */
import { createHash } from 'node:crypto'
import * as LIMITS from '../../src/limits.ts'
import { parseKeyFile, sharedKeys, type WrittenKey, writtenKeys } from '../deploy/key-file.ts'
import { local } from './configuration.ts'
import { type Finding, mend, note, ok } from './finding.ts'
import { NEEDS } from './needs.ts'

export interface KeyFile {
  /** The file's name, for the person who has to fix it. */
  readonly name: string
  readonly text: string
  /** Who may read the file; undefined if the file system does not say. */
  readonly mode?: number | undefined
  /** Whether these keys guard what strangers can reach. */
  readonly deployed: boolean
  /** Whether they are of staging, which is the sandbox's own receiver. */
  readonly staging?: boolean
}

/** @param names the secrets that the code reads */
export function judgeKeys(
  { name: file, text: content, mode, deployed, staging = false }: KeyFile,
  names: readonly string[],
): readonly Finding[] {
  const { values: secrets, cut, repeated } = parseKeyFile(content)
  const of = (secret: string): readonly WrittenKey[] => writtenKeys(secret, secrets[secret])
  const all = names.flatMap(of)
  const refused = (refusal: WrittenKey['refusal']): readonly WrittenKey[] =>
    all.filter((key) => key.refusal === refusal)
  const findings = [
    ...names.flatMap((secret) => (of(secret).length === 0 ? [absent(secret, file)] : [])),
    ...refused('too_short').map((key) => short(key, file)),
    ...sharedKeys(all).map((keys) => equal(keys, file)),
    ...cut.map((name) => cutOff(name, file)),
    ...repeated.map((name) => again(name, file)),
    ...names.flatMap((secret) => crowded(secret, of(secret).length, file)),
    ...(deployed && NEEDS.local in secrets ? [local(file, 'Take it out before you deploy these.')] : []),
    ...labels(
      all.filter(({ secret }) => secret !== 'ADMIN_KEYS'),
      file,
      staging,
    ),
    ...(mode !== undefined && (mode & 0o077) !== 0 ? [readable(file)] : []),
  ]
  const example = refused('published')
  const shown = all.filter((key) => !key.fitsInUrl && !example.includes(key))
  if (shown.length > 0) findings.push(notForUrls(shown, file))
  if (example.length > 0) findings.push(published(example, file, deployed))
  const good = names.flatMap((secret) => listed(secret, all))
  return [...(good.length > 0 ? [ok(`${file}: ${good.join(', ')}`)] : []), ...findings]
}

/** As the log names a key: src/access/keys.ts. */
export const fingerprint = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 8)

const listed = (secret: string, all: readonly WrittenKey[]): readonly string[] => {
  const prints = all
    .filter((key) => key.secret === secret)
    .map(({ text, isSandbox }) => `${fingerprint(text)}${isSandbox ? ' (sandbox)' : ''}`)
  return prints.length > 0 ? [`${secret} ${prints.join(' ')}`] : []
}

const absent = (secret: string, file: string): Finding =>
  secret === 'ADMIN_KEYS'
    ? note(
        `${file} has no ADMIN_KEYS: the console and the API are closed.`,
        `Add a key: openssl rand -hex 24`,
      )
    : note(
        `${file} has no ${secret}: every delivery of that provider is answered 503.`,
        'Add the key that it presents, unless you do not use it.',
      )

const short = ({ secret, text }: WrittenKey, file: string): Finding =>
  mend(
    `A key of ${secret} in ${file} (${fingerprint(text)}) has ${text.length} characters, so it can be guessed.`,
    `The receiver does not accept it outside this machine. Use ${LIMITS.keyCharactersLeast} or more: openssl rand -hex 24`,
  )

const equal = (keys: readonly WrittenKey[], file: string): Finding =>
  mend(
    `${keys.map(({ secret }) => secret).join(' and ')} in ${file} share a key (${fingerprint(keys[0]?.text ?? '')}): someone with one has the other.`,
    'Give each its own: openssl rand -hex 24',
  )

const cutOff = (secret: string, file: string): Finding =>
  mend(
    `${secret} in ${file} has a # outside quotes: the rest of the line is cut off as a comment.`,
    'If it belongs to a key, put the value in double quotes; if not, put the comment on a line of its own.',
  )

const again = (secret: string, file: string): Finding =>
  mend(
    `${file} names ${secret} more than once: only the last line counts.`,
    'Put all its keys in one line, separated by commas.',
  )

const crowded = (secret: string, keys: number, file: string): readonly Finding[] =>
  keys > LIMITS.keysPerSet
    ? [
        mend(
          `${secret} in ${file} has ${keys} keys: those after the first ${LIMITS.keysPerSet} are not accepted.`,
          'Remove those that are no longer used.',
        ),
      ]
    : []

/** A receiver with any key that has no label counts as production's: src/receive/sandbox.ts. */
function labels(keys: readonly WrittenKey[], file: string, staging: boolean): readonly Finding[] {
  const sandbox = keys.filter(({ isSandbox }) => isSandbox)
  if (sandbox.length === 0) return []
  if (sandbox.length === keys.length)
    return staging
      ? []
      : [
          note(
            `Every sender's key in ${file} is labelled sandbox: the receiver takes the sandbox's events as its own.`,
            'This is right for a receiver that is not production. Before production sends here, set up one for each: npm run setup -- --env staging',
          ),
        ]
  const names = sandbox.map(({ secret, text }) => `${secret} ${fingerprint(text)}`).join(', ')
  const says = `In ${file}, ${names}: labelled sandbox, beside keys that are not. What comes with it is kept in quarantine and not judged.`
  return [
    staging
      ? mend(says, 'In staging, label every key of the senders, or none.')
      : note(
          says,
          'Give the sandbox a receiver of its own: npm run setup -- --env staging. Leave the key here, so that what comes by mistake is seen.',
        ),
  ]
}

const readable = (file: string): Finding =>
  note(`Others on this machine may read ${file}.`, `chmod 600 ${file}`)

const notForUrls = (keys: readonly WrittenKey[], file: string): Finding => {
  const names = keys.map(({ secret, text }) => `${secret} ${fingerprint(text)}`).join(', ')
  return note(
    `In ${file}, ${names}: not random enough for a URL, because the log would show it there. At the end of a URL the receiver refuses it.`,
    'It can be used in headers and bodies. For a URL: openssl rand -hex 24',
  )
}

const published = (keys: readonly WrittenKey[], file: string, deployed: boolean): Finding => {
  const names = [...new Set(keys.map(({ secret }) => secret))].join(', ')
  return deployed
    ? mend(
        `${file} holds keys of .dev.vars.example, in ${names}: everyone knows them, and the receiver does not accept them.`,
        'Replace them: openssl rand -hex 24',
      )
    : note(
        `${file} holds the keys of .dev.vars.example, in ${names}.`,
        'Use them for tests on this machine. Never deploy them.',
      )
}
