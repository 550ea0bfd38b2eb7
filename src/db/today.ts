/**
 * The few numbers that an operator looks at first every morning; migrations/0015_overview.sql says how they are kept. Reads
 * only.
 */

export interface Today {
  readonly issued: number
  readonly receivedCents: number
  /** 2,001 means more than 2,000. */
  readonly paidNotIssued: number
  /** By status of open orders: how many have been in it for at least one, three and seven days. */
  readonly ageing: Readonly<Record<string, readonly number[]>>
  /** When each sender's last event arrived, UTC text; null if none ever did. */
  readonly senders: Readonly<Record<string, string | null>>
}

export async function readToday(d1: D1Database): Promise<Today> {
  const [numbers, senders] = await d1.batch<Record<string, string | null>>([
    d1.prepare(
      'SELECT issued, received_cents AS receivedCents, paid_not_issued AS paidNotIssued, ageing FROM today_now',
    ),
    d1.prepare('SELECT * FROM senders_heard'),
  ])
  // An aggregate always returns one row.
  const [{ ageing, ...row }] = (numbers?.results ?? []) as unknown as [
    Omit<Today, 'senders' | 'ageing'> & { readonly ageing: string },
  ]
  return {
    ...row,
    ageing: JSON.parse(ageing) as Today['ageing'],
    senders: Object.fromEntries((senders?.results ?? []).map(({ provider, at }) => [provider, at ?? null])),
  }
}
