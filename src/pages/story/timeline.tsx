/** What happened, from the first event to the last, with the reason of each and what is missing between them. */
import { nameGiven } from '../../lifecycle/notice.ts'
import { Body } from '../body.tsx'
import { Status, statusName } from '../status.tsx'
import { msOf, span, Time } from '../time.tsx'
import { TROUBLE, Verdict } from '../verdict.tsx'
import type { View } from '../view.ts'
import { noticesIn, reasonIn, type Told } from './told.ts'
import type { Step } from './way.ts'

/** Events on one page; a usual life has under twenty, and each may bring a body of many kilobytes. */
const EVENTS = 100

interface TimelineProps {
  readonly view: View
  readonly provider: string
  readonly way: readonly Step[]
  /** Whether to show all of them, however many there are. */
  readonly whole: boolean
}

export function Timeline({ view, provider, way, whole }: TimelineProps) {
  const shown = whole ? way : way.slice(-EVENTS)
  const hidden = way.length - shown.length
  const { text } = view
  return (
    <>
      {hidden > 0 && (
        <p class="hint">
          {text.entity.hidden({ n: hidden })} <a href="?events=all#timeline">{text.entity.showAll}</a>
        </p>
      )}
      <ol class="timeline">
        {shown.map((step, place) => {
          const before = way[hidden + place - 1]
          return (
            <>
              {step.gap && <Gap view={view} provider={provider} status={step.gap.status} />}
              <Entry
                view={view}
                provider={provider}
                step={step}
                beforeMs={before ? msOf(timeOf(before.event)) : null}
              />
            </>
          )
        })}
      </ol>
    </>
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
  /** When the event before it happened, in milliseconds; null where nobody knows. */
  readonly beforeMs: number | null
}

/** Reasons of what went as it should. */
const USUAL: ReadonlySet<string> = new Set(['first', 'moved', 'amended'])

const timeOf = ({ occurredAt, receivedAt }: Step['event']): string => occurredAt ?? receivedAt

/** One line of what went as it should, which opens; all of what did not. */
function Entry({ view, provider, step: { event, number }, beforeMs }: EntryProps) {
  const { effective, verdict, notices, reason } = event
  const { entity } = view.text
  const accepted = verdict === 'applied' || verdict === 'amended'
  const isUsual =
    effective &&
    accepted &&
    notices.length === 0 &&
    USUAL.has(reason.kind) &&
    !('missing' in reason && reason.missing)
  const ms = msOf(timeOf(event))
  const passed = ms === null || beforeMs === null ? -1 : ms - beforeMs
  const line = (
    <h3>
      <Status view={view} provider={provider} status={event.status} given={nameGiven(notices)} />
      {verdict !== 'applied' && <Verdict view={view} verdict={verdict} />}
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
      {isUsual ? (
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
