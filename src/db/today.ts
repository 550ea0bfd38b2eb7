/** The few numbers that a working day begins with; migrations/0015_overview.sql says how they are kept. Reads only. */

export interface Today {
  readonly issued: number
  readonly receivedCents: number
  /** One more than 2,000 stands for more. */
  readonly paidNotIssued: number
  /** By status of open orders: how many are in it for one day or longer, for three, for seven. */
  readonly ageing: Readonly<Record<string, readonly number[]>>
  /** When each sender was last heard of, UTC text; null where it never was. */
  readonly senders: Readonly<Record<string, string | null>>
}

export async function readToday(d1: D1Database): Promise<Today> {
  const [numbers, senders] = await d1.batch<Record<string, string | null>>([
    d1.prepare(
      'SELECT issued, received_cents AS receivedCents, paid_not_issued AS paidNotIssued, ageing FROM today_now',
    ),
    d1.prepare('SELECT * FROM senders_heard'),
  ])
  // Of an aggregate: always one row.
  const [{ ageing, ...row }] = (numbers?.results ?? []) as unknown as [
    Omit<Today, 'senders' | 'ageing'> & { readonly ageing: string },
  ]
  return {
    ...row,
    ageing: JSON.parse(ageing) as Today['ageing'],
    senders: Object.fromEntries((senders?.results ?? []).map(({ provider, at }) => [provider, at ?? null])),
  }
}
