/** The operations on what needs attention: the list, and a person's decision. */
import { QUARANTINE_RANK } from '../db/attention-kinds.ts'
import type { FindingKey } from '../db/finding.ts'
import { cursorOf, type FindingFilter, listFindings, placeIn, readFindingCursor } from '../db/finding-list.ts'
import { type Item, listOpenBodies } from '../db/open-bodies.ts'
import * as LIMITS from '../limits.ts'
import { deedOf, settle } from '../operations/decision.ts'
import * as inputs from './inputs.ts'
import { type Operation, operation } from './operation.ts'
import type { Result } from './results.ts'

export const attentionOperations: readonly Operation[] = [
  operation({
    id: 'listAttention',
    method: 'GET',
    path: '/attention',
    query: inputs.attentionQuery,
    run: async ({ env, query: { kind, provider, state, cursor, limit = String(LIMITS.pageRows) } }) => {
      const after = cursor === undefined ? undefined : readFindingCursor(cursor, state)
      if (after === null) {
        return {
          kind: 'invalid_request',
          issues: [{ path: 'cursor', message: 'Not a cursor of this list' }],
        }
      }
      const filter = { kind, provider, state, after, limit: Number(limit) }
      return { kind: 'ok', value: await list(env.DB, filter) }
    },
  }),
  operation({
    id: 'settleAttention',
    method: 'POST',
    path: '/attention/settle',
    change: { action: 'settle' },
    query: inputs.nothing,
    body: inputs.settlement,
    run: async ({ env, by, body: { items, state, note = '' } }) => {
      if (state === 'open' && items.length > LIMITS.reopeningsPerRequest) {
        const message = `Expected at most ${LIMITS.reopeningsPerRequest} items for this state`
        return { kind: 'invalid_request', issues: [{ path: 'items', message }] }
      }
      const decided = await settle(env, by, items, state, note)
      const names = new Set(decided.map(nameOf))
      const deeds = decided.map((key) => deedOf(key, state, note))
      return {
        kind: 'ok',
        deeds,
        value: { settled: decided, unchanged: items.filter((item) => !names.has(nameOf(item))) },
      }
    },
  }),
]

const nameOf = ({ kind, provider, entityId, since }: FindingKey): string =>
  [kind, provider, entityId, since].join(' ')

/** Orders and payments, and among them, by rank, the open bodies in quarantine, which cannot be settled here. */
async function list(d1: D1Database, filter: FindingFilter) {
  const { kind = 'quarantine', provider, state = 'open', after, limit } = filter
  const place = after && placeIn(after)
  const isReached = !place || place[0] >= QUARANTINE_RANK
  const [findings, bodies] = await Promise.all([
    filter.kind === 'quarantine' ? { items: [], nextCursor: null } : listFindings(d1, filter),
    kind === 'quarantine' && state === 'open' && isReached
      ? listOpenBodies(d1, {
          provider,
          after: place?.[0] === QUARANTINE_RANK ? { at: place[2], id: place[4] } : undefined,
          limit: limit + 1,
        })
      : [],
  ])
  const all = [...findings.items, ...bodies].sort((a, b) => b.rank - a.rank)
  const page = all.slice(0, limit)
  const last = page.at(-1)
  const isMore = all.length > limit || findings.nextCursor !== null
  return {
    items: page.map(shown),
    nextCursor: bodies.length === 0 ? findings.nextCursor : last && isMore ? cursorOf(last) : null,
  }
}

const shown = (item: Item): Result<'listAttention'>['items'][number] => ({
  kind: item.kind,
  provider: item.provider,
  entityId: item.entityId,
  since: item.since,
  summary: item.summary,
  state: item.state,
  amountCents: item.amountCents,
  transactionId: item.transactionId,
  note: item.note,
  by: item.by,
  at: item.at,
})
