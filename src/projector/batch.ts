/** Makes one batch of many entities' pieces: a handful of statements, however many pieces there are. Pure. */
import { placed } from '../db/changes.ts'
import { moved, ordersOf, refreshed } from '../db/findings.ts'
import { transitionStatements } from '../db/projection.ts'
import type { Row, Statement } from '../db/statement.ts'
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
  const transitions = rowsIn(pieces.flatMap((piece) => piece.transitions))
  const judged = pieces.flatMap((piece) => piece.judged)
  const rowsOf = (name: string): readonly Row[] =>
    rowsIn(pieces.flatMap(({ provider, row }) => (provider === name && row !== null ? [row] : [])))
  const lookedOf = (name: string, hasMovedOn: boolean): readonly string[] =>
    pieces.flatMap(({ looked }) =>
      looked?.provider === name && looked.hasMovedOn === hasMovedOn ? [looked.entityId] : [],
    )
  return [
    placed(transitions, rowsOf('amplia'), rowsOf('safe2pay')),
    ...transitionStatements(transitions, judged, projectedAt),
    ...PROVIDERS.flatMap(({ name, upsert }) => {
      const own = rowsOf(name)
      return own.length === 0 ? [] : upsert(own)
    }),
    // After all rows are written.
    ...PROVIDERS.flatMap(({ name }) => refreshed(name, lookedOf(name, false))),
    // A payment is never stuck: its sender can be asked.
    ...moved(lookedOf(amplia.name, true)),
    // Last, because its results are used after the batch.
    ...ordersOf([...new Set(pieces.flatMap(({ looked }) => looked?.orderKey ?? []))]),
  ]
}

const rowsIn = (texts: readonly string[]): readonly Row[] => JSON.parse(`[${texts.join()}]`) as readonly Row[]
