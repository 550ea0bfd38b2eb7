/** What happened, from the first event to the last, with the reason of each and what is missing between them. */
import { nameGiven } from '../../lifecycle/notice.ts'
import { Body } from '../body.tsx'
import { Status, statusName } from '../status.tsx'
import { Time } from '../time.tsx'
import { Verdict } from '../verdict.tsx'
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
        {shown.map((step) => (
          <>
            {step.gap && <Gap view={view} provider={provider} status={step.gap.status} />}
            <Entry view={view} provider={provider} step={step} />
          </>
        ))}
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
}

function Entry({ view, provider, step: { event, number } }: EntryProps) {
  const { effective } = event
  const { entity } = view.text
  const accepted = event.verdict === 'applied' || event.verdict === 'amended'
  return (
    <li class={`entry ${effective ? (number === null ? 'same' : 'moved') : 'bad'}`}>
      <span class="dot" aria-hidden="true">
        {effective ? (number ?? '=') : '✕'}
      </span>
      <h3>
        <Status view={view} provider={provider} status={event.status} given={nameGiven(event.notices)} />
        <Verdict view={view} verdict={event.verdict} />
        <span class="when">
          <Time view={view} at={event.occurredAt ?? event.receivedAt} />
        </span>
      </h3>
      <Sentence
        class={event.reason.kind === 'late' ? 'notice held' : 'reason'}
        told={reasonIn(view, provider, event)}
      />
      {noticesIn(view, provider, event).map((notice) => (
        <Sentence class="notice held" told={notice} />
      ))}
      {accepted !== effective && event.verdict !== 'stale' && (
        <p class="notice held">{effective ? entity.countsNow : entity.countsNoMore}</p>
      )}
      <div class="more">
        {event.body === null ? (
          <p class="hint">{event.isErased ? entity.erasedBody : entity.noBody}</p>
        ) : (
          <details>
            <summary title={entity.bodyNote}>{entity.body}</summary>
            <Body json={event.body} />
          </details>
        )}
        <p class="hint">
          {event.origin === 'read' ? entity.read({ n: event.seq }) : entity.arrival({ n: event.seq })}
          {event.occurredAt !== null && (
            <>
              , {entity.received} <Time view={view} at={event.receivedAt} />
            </>
          )}
        </p>
      </div>
    </li>
  )
}

const Sentence = ({ told, class: name }: { readonly told: Told; readonly class: string }) => (
  <p class={name} lang={told.lang}>
    {told.text}
  </p>
)
