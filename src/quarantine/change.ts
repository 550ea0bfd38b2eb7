/** How a kept body changes when it arrives again, is closed or is deleted. Pure: `nowMs` is passed in. */
import type { KeptRow } from '../db/quarantine.ts'
import type { Kept, Message } from './message.ts'

/** @param stored the object's data, which may be of a deleted body */
export function keptAgain(stored: Kept | null, message: Message, name: string, nowMs: number): Kept {
  const known = stored?.isDeleted ? null : stored
  return {
    ...message,
    name: stored?.name ?? name,
    receivedAt: known && known.receivedAt < message.receivedAt ? known.receivedAt : message.receivedAt,
    lastReceivedAt:
      known && known.lastReceivedAt > message.receivedAt ? known.lastReceivedAt : message.receivedAt,
    attempts: (known?.attempts ?? 0) + message.attempts,
    resolvedAt: null,
    resolution: null,
    isDeleted: false,
    revision: revisionAfter(stored, nowMs),
    projected: stored?.projected ?? 0,
    failures: stored?.failures ?? 0,
    retryAtMs: stored?.retryAtMs ?? 0,
  }
}

export const resolved = (kept: Kept, resolution: string, nowMs: number): Kept => ({
  ...kept,
  resolvedAt: new Date(nowMs).toISOString(),
  resolution,
  revision: revisionAfter(kept, nowMs),
})

/** The body as open again. */
export const reopened = (kept: Kept, nowMs: number): Kept => ({
  ...kept,
  resolvedAt: null,
  resolution: null,
  revision: revisionAfter(kept, nowMs),
})

/** Only its name is left, until D1 no longer has its row. */
export const deleted = (kept: Kept | null, name: string, nowMs: number): Kept => ({
  provider: kept?.provider ?? '',
  reason: '',
  issues: '[]',
  reference: null,
  attempts: 0,
  body: '',
  digest: '',
  entity: null,
  otherEntities: [],
  receivedAt: '',
  name: kept?.name ?? name,
  lastReceivedAt: '',
  resolvedAt: null,
  resolution: null,
  isDeleted: true,
  revision: revisionAfter(kept, nowMs),
  projected: kept?.projected ?? 0,
  failures: kept?.failures ?? 0,
  retryAtMs: kept?.retryAtMs ?? 0,
})

/** Its row in D1. */
export function rowOf({ name, body, digest: _, entity, otherEntities, ...kept }: Kept): KeptRow {
  const further = otherEntities.map(({ id }) => id)
  const { provider, reason, issues, receivedAt, lastReceivedAt, attempts } = kept
  const { resolvedAt, resolution, reference, revision } = kept
  return {
    id: name,
    provider,
    reason,
    issues,
    receivedAt,
    lastReceivedAt,
    attempts,
    resolvedAt,
    resolution,
    entityId: entity?.id ?? null,
    furtherEntityIds: further.length > 0 ? JSON.stringify(further) : null,
    reference,
    bytes: new TextEncoder().encode(body).byteLength,
    revision,
  }
}

const revisionAfter = (kept: Kept | null, nowMs: number): number => Math.max((kept?.revision ?? 0) + 1, nowMs)
