/** The keys in a secret, with their labels. Pure. */

/** A key of a secret. */
export interface ConfiguredKey {
  /** Without its label. */
  readonly text: string
  /** Whether a sender's sandbox presents it: it is labelled so, or says so itself. */
  readonly isSandbox: boolean
}

/** Of the secrets of this deployment, which each request asks for several times. */
const known = new Map<string, readonly ConfiguredKey[]>()

/** The keys in a comma-separated secret, each with `sandbox:` before it or not; none when it is missing or empty. */
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
