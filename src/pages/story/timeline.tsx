/** All events from first to last, with the reason of each verdict and the gaps between them. */

import { nameGiven } from '../../lifecycle/notice.ts'
import * as LIMITS from '../../limits.ts'
import { maskProse } from '../../privacy/personal.ts'
import { Body } from '../body.tsx'
import { Status, statusName } from '../status.tsx'
import { msOf, span, Time } from '../time.tsx'
import { TROUBLE, Verdict } from '../verdict.tsx'
import type { View } from '../view.ts'
import { noticesIn, reasonIn, type Told } from './told.ts'
import { folded, isUsual, type Step } from './way.ts'

interface TimelineProps {
  readonly view: View
  readonly provider: string
  readonly way: readonly Step[]
  /** Whether to show all of them, however many there are. */
  readonly whole: boolean
}

export function Timeline({ view, provider, way, whole }: TimelineProps) {
  const items = whole ? way.map((step) => [step]) : folded(way)
  const shown = whole ? items : items.slice(-LIMITS.timelineEvents)
  const hidden = way.length - shown.flat().length
  const { text } = view
  let place = hidden
  return (
    <>
      {hidden > 0 && (
        <p class="hint">
          {text.entity.hidden({ n: hidden })} <All view={view} />
        </p>
      )}
      <ol class="timeline">
        {shown.map((item) => {
          const before = way[place - 1]
          place += item.length
          return item.length > 1 ? (
            <Repeats view={view} provider={provider} steps={item} />
          ) : (
            item.map((step) => (
              <>
                {step.gap && <Gap view={view} provider={provider} status={step.gap.status} />}
                <Entry
                  view={view}
                  provider={provider}
                  step={step}
                  beforeMs={before ? msOf(timeOf(before.event)) : null}
                />
              </>
            ))
          )
        })}
      </ol>
    </>
  )
}

const All = ({ view }: { readonly view: View }) => (
  <a href="?events=all#timeline">{view.text.entity.showAll}</a>
)

/** One line for events that only go back and forth. */
function Repeats({ view, provider, steps }: { view: View; provider: string; steps: readonly Step[] }) {
  const [first, second] = steps as readonly [Step, Step]
  const { entity } = view.text
  const name = ({ event: { status } }: Step) => statusName({ view, provider, status })
  const backs = steps.filter(({ event: { reason } }) => reason.kind === 'sent_back')
  return (
    <li class="entry">
      <span class="dot" aria-hidden="true">
        ⋮
      </span>
      <h3>
        {backs.length > 0
          ? entity.returned({ n: backs.length, from: name(first), to: name(second) })
          : entity.repeated({ n: steps.length, status: name(first) })}{' '}
        <All view={view} />
        <span class="when">
          <Time view={view} at={timeOf(first.event)} /> –{' '}
          <Time view={view} at={timeOf((steps.at(-1) ?? first).event)} />
        </span>
      </h3>
    </li>
  )
}

function Gap({ view, provider, status }: { view: View; provider: string; status: string | null }) {
  const { entity } = view.text
  return (
    <li class="entry held">
      <span class="dot" aria-hidden="true">
        ?
      </span>
      <p>
        <strong>{entity.gap}.</strong>{' '}
        {status === null
          ? entity.missingUnknown
          : entity.missing({ status: statusName({ view, provider, status }) })}
      </p>
    </li>
  )
}

interface EntryProps {
  readonly view: View
  readonly provider: string
  readonly step: Step
  /** When the event before it happened, in milliseconds; null if unknown. */
  readonly beforeMs: number | null
}

const timeOf = ({ occurredAt, receivedAt }: Step['event']): string => occurredAt ?? receivedAt

/** A usual event is one line that can be opened; any other is shown in full. */
function Entry({ view, provider, step, beforeMs }: EntryProps) {
  const { event, number } = step
  const { effective, verdict, notices, reason, agent } = event
  const { entity } = view.text
  const accepted = verdict === 'applied' || verdict === 'amended'
  const ms = msOf(timeOf(event))
  const passed = ms === null || beforeMs === null ? -1 : ms - beforeMs
  const line = (
    <h3>
      <Status view={view} provider={provider} status={event.status} given={nameGiven(notices)} />
      {verdict !== 'applied' && <Verdict view={view} verdict={verdict} />}
      {reason.kind === 'sent_back' && <span class="verdict">{view.text.diagram.rework}</span>}
      {/** Version 0.1.0 stored names unmasked. */}
      {agent !== null && <span class="hint">{maskProse(agent)}</span>}
      <span class="when">
        {passed >= 1000 && (
          <span title={entity.sinceBefore}>
            <span class="hidden">{entity.sinceBefore} </span>+{span(view, passed)}
          </span>
        )}{' '}
        <Time view={view} at={timeOf(event)} />
      </span>
    </h3>
  )
  const arrival = (
    <p class="hint">
      {event.origin === 'read' ? entity.read({ n: event.seq }) : entity.arrival({ n: event.seq })}
      {event.occurredAt !== null && (
        <>
          , {entity.received} <Time view={view} at={event.receivedAt} />
        </>
      )}
    </p>
  )
  const body =
    event.body === null ? (
      <p class="hint">{event.isErased ? entity.erasedBody : entity.noBody}</p>
    ) : (
      <Body json={event.body} />
    )
  const why = (
    <Sentence
      class={reason.kind === 'late' ? 'notice held' : 'reason'}
      told={reasonIn(view, provider, event)}
    />
  )
  return (
    <li
      class={`entry ${effective ? (number === null ? 'same' : 'moved') : TROUBLE.has(verdict) ? 'bad' : ''}`}
    >
      <span class="dot" aria-hidden="true">
        {effective ? (number ?? '=') : '✕'}
      </span>
      {isUsual(step) ? (
        <details class="usual">
          <summary>{line}</summary>
          {why}
          {arrival}
          {body}
        </details>
      ) : (
        <>
          {line}
          {why}
          {noticesIn(view, provider, event).map((notice) => (
            <Sentence class="notice held" told={notice} />
          ))}
          {accepted !== effective && verdict !== 'stale' && (
            <p class="notice held">{effective ? entity.countsNow : entity.countsNoMore}</p>
          )}
          <div class="more">
            <details>
              <summary title={entity.bodyNote}>{entity.body}</summary>
              {body}
            </details>
            {arrival}
          </div>
        </>
      )}
    </li>
  )
}

const Sentence = ({ told, class: name }: { readonly told: Told; readonly class: string }) => (
  <p class={name} lang={told.lang}>
    {told.text}
  </p>
)
