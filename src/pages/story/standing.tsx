/** One order or transaction: its status, its history, and its payments or orders. The frame that both kinds share. */

import type { Finding } from '../../db/finding.ts'
import type { Quarantined } from '../../db/quarantine-list.ts'
import type { Story } from '../../entity/story.ts'
import { nameGiven } from '../../lifecycle/notice.ts'
import { providerNamed } from '../../providers/index.ts'
import { Banners } from '../attention/banner.tsx'
import { type Fact, Facts } from '../facts.tsx'
import type { Child } from '../jsx-runtime.ts'
import { Frame, type Section } from '../layout.tsx'
import { Gaps, Refused } from '../marks.tsx'
import { Panel } from '../panel.tsx'
import { Notice, type Outcome } from '../quarantine/outcome.tsx'
import { Waiting } from '../quarantine/waiting.tsx'
import { codedName, Status, statusKind, statusMeaning } from '../status.tsx'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'
import { Diagram } from './diagram.tsx'
import { Erasure } from './erasure.tsx'
import { Legend } from './legend.tsx'
import { Timeline } from './timeline.tsx'
import { wayOf } from './way.ts'

/** Statuses named below the diagram at most; the timeline has the others. */
const OUTSIDE = 5

const named = (statuses: readonly string[]): string =>
  [...statuses.slice(0, OUTSIDE), ...(statuses.length > OUTSIDE ? ['…'] : [])].join(', ')

interface StandingProps {
  readonly view: View
  readonly section: Section
  readonly provider: string
  readonly title: string
  readonly story: Story
  /** Null as long as D1 does not have it. */
  readonly facts: readonly Fact[] | null
  readonly whole: boolean
  /** The name that people use: its number, or its id. */
  readonly number: string
  /** Its address. */
  readonly path: string
  /** The result of an action that was just done; null if there was none. */
  readonly outcome: Outcome | null
  /** Bodies in quarantine for it. */
  readonly waiting: readonly Quarantined[]
  /** Its findings. */
  readonly findings: readonly Finding[]
  /** Its payments or orders, from the other provider. */
  readonly children?: Child
}

export function Standing(props: StandingProps) {
  const {
    view,
    section,
    provider,
    title,
    story,
    facts,
    whole,
    number,
    path,
    outcome,
    waiting,
    findings,
    children,
  } = props
  const { text } = view
  const cycle = providerNamed(provider).lifeCycle
  const way = wayOf(story.events)
  const outside = [
    ...new Set(
      way.flatMap(({ event }) =>
        event.effective || cycle.status(event.status)
          ? []
          : [codedName({ view, provider, status: event.status, given: nameGiven(event.notices) })],
      ),
    ),
  ]
  return (
    <Frame view={view} section={section} title={title}>
      <div class="heading">
        <h1>{title}</h1>
        <HeadLine view={view} provider={provider} story={story} />
      </div>
      <Notice outcome={outcome} />
      <Waiting view={view} rows={waiting} />
      <Banners view={view} items={findings} path={path} />
      <div class="split">
        <Panel class="drawing" id="life" title={text.entity.lifeCycle}>
          {/** Closed on a phone; on a larger screen the style sheet shows its content. */}
          <details>
            <summary>{text.entity.lifeCycle}</summary>
            <Diagram
              view={view}
              provider={provider}
              cycle={cycle}
              way={way}
              head={story.head?.status ?? null}
            />
            {outside.length > 0 && <p class="hint">{text.diagram.outside({ statuses: named(outside) })}</p>}
            <Legend view={view} cycle={cycle} />
          </details>
        </Panel>
        <div class="stack">
          {/** Without a status it has no row in D1, and will not get one on its own. */}
          {story.head && (
            <Panel id="details" title={text.entity.details}>
              {facts ? <Facts facts={facts} /> : <p class="hint">{text.entity.notInD1}</p>}
            </Panel>
          )}
          {facts && children}
          <Panel id="timeline" title={text.entity.timeline}>
            <Timeline view={view} provider={provider} way={way} whole={whole} />
          </Panel>
          {(view.mayAct || story.erasedAt !== null) && (
            <Erasure view={view} story={story} path={path} number={number} />
          )}
        </div>
      </div>
    </Frame>
  )
}

function HeadLine({ view, provider, story }: { view: View; provider: string; story: Story }) {
  const { text } = view
  if (!story.head) {
    return (
      <p class="standing">
        <b>{text.entity.noStatus}</b>
        <span>{text.entity.noStatusText}</span>
        <Refused view={view} count={story.refused} />
      </p>
    )
  }
  const { status, since } = story.head
  return (
    <p class="standing">
      <Status view={view} provider={provider} status={status} />{' '}
      <span class={statusKind(provider, status)?.group === 'none' ? 'not-paid' : undefined}>
        {statusMeaning({ view, provider, status })}
      </span>
      {since !== null && (
        <span class="hint">
          {text.entity.since} <Time view={view} at={since} />
        </span>
      )}
      <Gaps view={view} count={story.gaps} />
      <Refused view={view} count={story.refused} />
    </p>
  )
}
