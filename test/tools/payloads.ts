/** The providers' documented bodies, byte for byte as their pages print them. */

const files: Record<string, string> = import.meta.glob('../payloads/**/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export interface Payload {
  readonly provider: 'amplia' | 'safe2pay'
  /** The file's name without its ending, such as `6-issued`. */
  readonly name: string
  readonly text: string
}

export const PAYLOADS: readonly Payload[] = Object.entries(files).map(([path, text]) => {
  const [, provider, name] = /payloads\/(amplia|safe2pay)\/(.+)\.json$/.exec(path) ?? []
  if ((provider !== 'amplia' && provider !== 'safe2pay') || !name) throw new Error(`Not a payload: ${path}`)
  return { provider, name, text }
})

/** The text of one documented body. */
export function payload(provider: Payload['provider'], name: string): string {
  const found = PAYLOADS.find((each) => each.provider === provider && each.name === name)
  if (!found) throw new Error(`No documented body ${provider}/${name}`)
  return found.text
}
