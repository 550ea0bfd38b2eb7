/** Goes through all objects, page by page, and has each bring what it keeps to D1. */
import { countObjects, listObjects, namespaceOf } from '../deploy/objects.ts'
import { done, stop } from '../deploy/stop.ts'
import { CLASSES, type ClassName, NOTHING, type Progress, progressFile, type Tally } from './progress.ts'
import { send } from './send.ts'
import type { Target } from './target.ts'

/** As many as one call takes. */
const PORTION = 100
/** Calls at one time: D1 takes one batch after the other, and deliveries come meanwhile. */
const UNDER_WAY = 4
/** Between two lines of progress, where there is no terminal. */
const LINE_MS = 10_000

export interface Walked extends Tally {
  readonly startedAt: string
  /** Lets the next rebuild begin at the start. */
  forget(): void
}

export async function walk(target: Target): Promise<Walked> {
  const file = progressFile(target.address)
  const namespaces = await Promise.all(
    CLASSES.map(async (className) => ({
      className,
      id: await namespaceOf(target.ask, target.script, className),
    })),
  )
  if (namespaces[0]?.id === null) stop(`${target.address} has no objects of its own: is it deployed?`)
  const total = target.isDeployed ? await countAll(target, namespaces) : null
  const stored = file.read()
  if (stored) done(`continues after ${seen(stored.tally)} objects`)
  let progress = stored ?? {
    startedAt: new Date().toISOString(),
    className: CLASSES[0],
    cursor: null,
    tally: NOTHING,
  }
  const show = progressLine(seen(progress.tally), total)
  const step = async ({ startedAt, cursor, tally }: Progress, className: ClassName): Promise<Progress> => {
    const namespace = namespaces.find((each) => each.className === className)?.id ?? null
    const page =
      namespace === null
        ? { ids: [], cursor: null }
        : await listObjects(target.ask, namespace, cursor, target.objectsAPage)
    return {
      startedAt,
      className: page.cursor === null ? (CLASSES[CLASSES.indexOf(className) + 1] ?? null) : className,
      cursor: page.cursor,
      tally: await sendPage(target, page.ids, tally, show),
    }
  }
  while (progress.className !== null) {
    progress = await step(progress, progress.className)
    file.write(progress)
  }
  show(progress.tally, true)
  return { ...progress.tally, startedAt: progress.startedAt, forget: () => file.delete() }
}

async function countAll(
  target: Target,
  namespaces: readonly { readonly id: string | null }[],
): Promise<number> {
  let total = 0
  for (const { id } of namespaces) total += id === null ? 0 : await countObjects(target.ask, id)
  return total
}

async function sendPage(
  target: Target,
  ids: readonly string[],
  before: Tally,
  show: (tally: Tally) => void,
): Promise<Tally> {
  const portions = Array.from({ length: Math.ceil(ids.length / PORTION) }, (_, place) =>
    ids.slice(place * PORTION, (place + 1) * PORTION),
  )
  let tally = before
  const lastTaken = { ms: 0 }
  await Promise.all(
    Array.from({ length: UNDER_WAY }, async () => {
      for (let portion = portions.shift(); portion; portion = portions.shift()) {
        const sent = await send(target, portion, lastTaken)
        tally = add(tally, sent)
        show(tally)
      }
    }),
  )
  return tally
}

const add = (one: Tally, other: Tally): Tally => ({
  entities: one.entities + other.entities,
  heads: one.heads + other.heads,
  events: one.events + other.events,
  bodies: one.bodies + other.bodies,
  empty: one.empty + other.empty,
  nameless: [...one.nameless, ...other.nameless],
  failed: [...one.failed, ...other.failed],
})

const seen = ({ entities, bodies, empty, nameless, failed }: Tally): number =>
  entities + bodies + empty + nameless.length + failed.length

/** One line that is written over, or where there is no terminal a line now and then. */
function progressLine(already: number, total: number | null) {
  const startedMs = Date.now()
  let shownMs = startedMs
  return (tally: Tally, isLast = false): void => {
    const isTerminal = process.stdout.isTTY
    if (!isTerminal && !isLast && Date.now() - shownMs < LINE_MS) return
    shownMs = Date.now()
    const rate = Math.round(((seen(tally) - already) * 1000) / Math.max(shownMs - startedMs, 1))
    const line = `${seen(tally)}${total === null ? '' : ` of ${total}`} objects, ${tally.events} events, ${rate} objects/s`
    process.stdout.write(isTerminal ? `\r\x1b[K${line}${isLast ? '\n' : ''}` : `${line}\n`)
  }
}
