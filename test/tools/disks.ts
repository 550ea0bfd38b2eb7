/** Disks that version 0.1.0 wrote, statement by statement: its own tables, written by its own code. */
import type { ProviderName } from './sender.ts'

const files: Record<string, string> = import.meta.glob('../disks/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export interface OldDisk {
  /** The file's name without its ending, such as `order-behind`. */
  readonly name: string
  readonly provider: ProviderName
  readonly entityId: string
  /** One a line. */
  readonly statements: readonly string[]
}

export const OLD_DISKS: readonly OldDisk[] = Object.entries(files).map(([path, text]) => {
  const [comment = '', ...statements] = text.trimEnd().split('\n')
  const [, provider, entityId] = /^-- (amplia|safe2pay):([^,]+),/.exec(comment) ?? []
  if ((provider !== 'amplia' && provider !== 'safe2pay') || !entityId) throw new Error(`Whose is ${path}?`)
  return { name: path.replace(/.*\/(.+)\.sql$/, '$1'), provider, entityId, statements }
})

export function oldDisk(name: string): OldDisk {
  const found = OLD_DISKS.find((each) => each.name === name)
  if (!found) throw new Error(`No disk ${name}`)
  return found
}
