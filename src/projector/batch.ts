/** Makes one batch of many entities' pieces: a handful of statements, however many pieces there are. Pure. */
import { placed } from '../db/changes.ts'
import { moved, ordersOf, refreshed } from '../db/findings.ts'
import { transitionStatements } from '../db/projection.ts'
import type { Statement } from '../db/statement.ts'
import * as LIMITS from '../limits.ts'
import { amplia } from '../providers/amplia/index.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Piece } from './piece.ts'

/** How many of the first pieces fit into one batch; at least one. */
export function fitting(pieces: readonly { readonly piece: Piece }[]): number {
  let bytes = 0
  let rows = 0
  const fit = pieces.findIndex(({ piece }, place) => {
    bytes += piece.bytes
    rows += piece.transitions.length
    const isFull = bytes > LIMITS.batchBytes || rows > LIMITS.projectionRows || place === LIMITS.batchEntities
    return isFull && place > 0
  })
  return fit === -1 ? pieces.length : fit
}

/** @param projectedAt UTC text: when it is sent */
export function statementsOf(pieces: readonly Piece[], projectedAt: string): readonly Statement[] {
  const rows = `[${pieces.flatMap(({ transitions }) => transitions).join()}]`
  const ids = JSON.stringify(pieces.flatMap(({ judged }) => judged))
  const rowsOf = (name: string): string =>
    `[${pieces.flatMap(({ provider, row }) => (provider === name && row !== null ? [row] : [])).join()}]`
  return [
    placed(rows, rowsOf('amplia'), rowsOf('safe2pay')),
    ...transitionStatements({ rows, ids, projectedAt }),
    ...PROVIDERS.flatMap(({ name, upsert }) => {
      const own = rowsOf(name)
      return own === '[]' ? [] : upsert(own)
    }),
    // After all rows are written.
    ...PROVIDERS.flatMap(({ name }) =>
      refreshed(
        name,
        pieces.flatMap(({ looked }) =>
          looked?.provider === name && !looked.hasMovedOn ? [looked.entityId] : [],
        ),
      ),
    ),
    // A payment is never stuck: its sender can be asked.
    ...moved(
      pieces.flatMap(({ looked }) =>
        looked?.provider === amplia.name && looked.hasMovedOn ? [looked.entityId] : [],
      ),
    ),
    // Last, because its results are used after the batch.
    ...ordersOf([...new Set(pieces.flatMap(({ looked }) => looked?.orderKey ?? []))]),
  ]
}
