/** The addresses of pages, with every part of them escaped. */

/** An address with a query of the values that are not empty. */
export function address(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}

export const orderPath = (id: string): string => `/orders/${encodeURIComponent(id)}`

export const transactionPath = (id: string | number): string => `/transactions/${encodeURIComponent(id)}`

export const quarantinePath = (id: string): string => `/quarantine/${encodeURIComponent(id)}`

/** The page of an entity; null if the provider's entities have no pages. */
export function entityPath(provider: string, entityId: string): string | null {
  if (provider === 'amplia') return orderPath(entityId)
  return provider === 'safe2pay' ? transactionPath(entityId) : null
}
