/** The few numbers that a working day begins with; migrations/0015_overview.sql says how they are kept. Reads only. */

export interface Today {
  readonly issued: number
  readonly receivedCents: number
  /** One more than 2,000 stands for more. */
  readonly paidNotIssued: number
  /** When each sender was last heard of, UTC text; null where it never was. */
  readonly senders: Readonly<Record<string, string | null>>
}

export async function readToday(d1: D1Database): Promise<Today> {
  const [numbers, senders] = await d1.batch<Record<string, string | null>>([
    d1.prepare(
      'SELECT issued, received_cents AS receivedCents, paid_not_issued AS paidNotIssued FROM today_now',
    ),
    d1.prepare('SELECT * FROM senders_heard'),
  ])
  const [row] = (numbers?.results ?? []) as unknown as Omit<Today, 'senders'>[]
  return {
    ...(row ?? { issued: 0, receivedCents: 0, paidNotIssued: 0 }),
    senders: Object.fromEntries((senders?.results ?? []).map(({ provider, at }) => [provider, at ?? null])),
  }
}
