/** Why an event got its verdict, in the page's language: the stored sentence, or the same said again in another one. Pure. */
import type { StoryEvent } from '../../entity/story.ts'
import type { Relation } from '../../lifecycle/fold.ts'
import { described } from '../status.tsx'
import type { Sentences } from '../text/sentences.ts'
import type { View } from '../view.ts'
import type { Arrival } from './arrival.ts'
import type { Step } from './way.ts'

export interface Told {
  readonly text: string
  /** The language of the text, where it is not the page's. */
  readonly lang?: 'en'
}

/** @param arrival undefined where it could not be worked out again: then the verdict is explained in general */
export function reasonIn(
  view: View,
  provider: string,
  event: StoryEvent,
  arrival: Arrival | undefined,
): Told {
  const { sentences } = view.text
  if (!sentences) return { text: event.reason }
  const general = sentences.general[event.verdict]
  if (arrival)
    return { text: sentence(sentences, (status) => described({ view, provider, status }), event, arrival) }
  return general ? { text: general } : { text: event.reason, lang: 'en' }
}

/** How an event met its head, where the reason itself says what is odd about it. */
const TOLD_BY_REASON: ReadonlySet<Relation> = new Set(['late', 'unlisted', 'unknown'])

/** What a person should look at in an event although it was judged, unless its reason says so already. */
export function noticeIn(
  view: View,
  provider: string,
  { event, relation }: Step,
  arrival: Arrival | undefined,
): Told | null {
  const { notice } = event
  if (notice === null) return null
  const { money, entity, sentences } = view.text
  const [, from, to] = /The amount changed after payment, from (\d+) to (\d+) cents\./.exec(notice) ?? []
  if (from && to) return { text: entity.amountChanged(money(Number(from)), money(Number(to))) }
  if (notice.includes(' no longer counts: ')) {
    const name = (status: string): string => described({ view, provider, status })
    const before = arrival?.before?.status
    return sentences && before !== undefined
      ? { text: sentences.noLonger(name(before), name(event.status)) }
      : { text: notice, lang: 'en' }
  }
  return TOLD_BY_REASON.has(relation) ? null : { text: notice, lang: 'en' }
}

/** The same cases as lifecycle/reason.ts, whose sentences are English. */
function sentence(
  say: Sentences,
  name: (status: string) => string,
  event: StoryEvent,
  { before, judgement }: Arrival,
): string {
  const it = name(event.status)
  const head = before ? name(before.status) : null
  const { verdict, relation, effective, olderThanHead, standing } = judgement
  switch (verdict) {
    case 'applied': {
      if (!effective || standing.head?.fingerprint !== String(event.seq)) {
        return say.completes(it, name(standing.head?.status ?? ''))
      }
      if (head === null) return say.first(it, standing.head.gaps > 0 ? event.previousStatus : null)
      if (olderThanHead) return say.overtakes(it, head, name(standing.head?.status ?? ''))
      if (relation === 'late') return say.late(head, it)
      if (relation === 'rework') return say.rework(head, it)
      if (relation === 'unlisted') return say.unlisted(head, it)
      return standing.head.gaps > (before?.gaps ?? 0) ? say.movedOver(head, it) : say.moved(head, it)
    }
    case 'amended':
      return say.amended(it)
    case 'stale':
      return effective ? say.stale(it, head ?? '') : say.staleUnfit(it, head ?? '')
    case 'regression':
      return say.regression(it, head ?? '')
    case 'conflict':
      return say.conflict(it, head ?? '')
    case 'unknown':
      return say.unknown(it, standing.head ? head : null)
  }
}
