/** The keys in a secret, with their labels. Pure. */

/** A key of a secret. */
export interface ConfiguredKey {
  /** Without its label. */
  readonly text: string
  /** Whether a sender's sandbox presents it: its label says so, or the key itself does. */
  readonly isSandbox: boolean
}

/** The parsed secrets of this deployment, because each request asks for them several times. */
const known = new Map<string, readonly ConfiguredKey[]>()

/**
 * The keys in a comma-separated secret, with or without `sandbox:` before each; an empty list if the secret is missing or
 * empty.
 */
export function configuredKeys(secret = ''): readonly ConfiguredKey[] {
  const keys = known.get(secret) ?? read(secret)
  known.set(secret, keys)
  return keys
}

const read = (secret: string): readonly ConfiguredKey[] =>
  secret
    .split(',')
    .map((written) => {
      const [, labelled] = /^\s*sandbox\s*:(.*)$/is.exec(written) ?? []
      return { text: (labelled ?? written).trim(), isSandbox: /sandbox/i.test(written) }
    })
    .filter(({ text }) => text !== '')

/** Their texts. */
export const keysIn = (secret: string | undefined): readonly string[] =>
  configuredKeys(secret).map(({ text }) => text)
