/** What both sides have when a rebuild is through, and whether it is the same. */
import { setTimeout as sleep } from 'node:timers/promises'
import { getTableName } from 'drizzle-orm'
import { PROVIDERS } from '../../src/providers/index.ts'
import type { Target } from './target.ts'
import type { Walked } from './walk.ts'

const KINDS = {
  entities: 'orders and payments',
  heads: 'of them with a status',
  events: 'events',
  bodies: 'bodies in quarantine',
} as const
type Kind = keyof typeof KINDS

/** What D1 has, and what of it had come before the rebuild began: what comes meanwhile is no difference. */
export interface InD1 {
  readonly all: Readonly<Record<Kind, number>>
  readonly earlier: Readonly<Record<Kind, number>>
}

export interface Comparison {
  readonly inD1: InD1
  readonly isSame: boolean
}

/** What is on its way to D1 needs a moment. Where nothing moves for some seconds, nothing is on its way. */
const TRIES = 30
const TRIES_WITHOUT_CHANGE = 4
const PAUSE_MS = 1_000

export async function compare(walked: Walked, count: () => Promise<InD1>): Promise<Comparison> {
  let before = ''
  let unchanged = 0
  for (let tries = 1; ; tries += 1) {
    const inD1 = await count()
    const isSame = differing(walked, inD1).length === 0
    unchanged = JSON.stringify(inD1) === before ? unchanged + 1 : 1
    before = JSON.stringify(inD1)
    if (isSame || tries === TRIES || unchanged === TRIES_WITHOUT_CHANGE)
      return { inD1, isSame: isSame && walked.nameless.length + walked.failed.length === 0 }
    await sleep(PAUSE_MS)
  }
}

const differing = (walked: Walked, { all, earlier }: InD1): readonly Kind[] =>
  (Object.keys(KINDS) as Kind[]).filter((kind) => walked[kind] > all[kind] || walked[kind] < earlier[kind])

export async function countD1(target: Target, startedAt: string): Promise<InD1> {
  return { all: await count(target, '9'), earlier: await count(target, startedAt) }
}

/** @param before UTC text */
async function count(target: Target, before: string): Promise<InD1['all']> {
  const heads = PROVIDERS.map(
    ({ entities }) => `(SELECT count(*) FROM ${getTableName(entities.table)} WHERE first_received_at < ?1)`,
  )
  const [counts] = await target.query<InD1['all']>(
    `SELECT
      (SELECT count(*) FROM (SELECT DISTINCT provider, entity_id FROM transitions WHERE received_at < ?1)) AS entities,
      ${heads.join(' + ')} AS heads,
      (SELECT count(*) FROM transitions WHERE received_at < ?1) AS events,
      (SELECT count(*) FROM quarantine WHERE revision > 0 AND received_at < ?1) AS bodies`,
    [before],
  )
  if (!counts) throw new Error('D1 answered a count with no row')
  return counts
}

/** The counts as they are printed, and what to do about a difference. */
export function report(walked: Walked, { inD1, isSame }: Comparison): string {
  const line = (name: string, objects: string, d1: string) =>
    `${name.padEnd(24)}${objects.padStart(12)}${d1.padStart(12)}`
  const lines = (Object.keys(KINDS) as Kind[]).map((kind) => {
    const meanwhile = inD1.all[kind] - walked[kind]
    const isMeanwhile = meanwhile > 0 && walked[kind] >= inD1.earlier[kind]
    return `${line(KINDS[kind], String(walked[kind]), String(inD1.all[kind]))}${isMeanwhile ? `  (${meanwhile} arrived meanwhile)` : ''}`
  })
  const { nameless, failed } = walked
  const ends = [
    ...differing(walked, inD1).map((kind) =>
      walked[kind] > inD1.all[kind]
        ? `D1 lacks ${walked[kind] - inD1.all[kind]}: ${KINDS[kind]}. Look for projection_failed in the log, and run this again.`
        : `D1 has ${inD1.earlier[kind] - walked[kind]} that no object has: ${KINDS[kind]}. Somebody wrote or restored them there.`,
    ),
    ...(failed.length > 0
      ? [
          `${failed.length} objects could not write their rows to D1, though others could. The log says why: projection_failed, reprojection_failed. They are: ${failed.join(', ')}`,
        ]
      : []),
    ...(nameless.length > 0
      ? [
          `${nameless.length} objects of version 0.1.0 do not know which order or payment they are, because nothing of a body is left in them. Ask for each by its own id, from the sender's list or the log: POST /api/orders/<id>/reproject, or transactions. They are: ${nameless.join(', ')}`,
        ]
      : []),
    ...(isSame ? ['D1 has everything that the objects have.'] : []),
  ]
  return [
    '',
    line('', 'objects', 'D1'),
    ...lines,
    '',
    ...ends,
    'Not in the objects, and so not brought back: docs/operations.md, "What a rebuild cannot bring back".',
  ].join('\n')
}
