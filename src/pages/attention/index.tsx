/** The findings as a list that people can work through, with the most money at stake first, to tick and to settle. */

import { isSettled, KINDS, kindOfRank, NEEDED_RANK, STATES, type State } from '../../db/attention-kinds.ts'
import type { Finding } from '../../db/finding.ts'
import { countFindings, type FindingCount, type FindingCounts } from '../../db/finding-counts.ts'
import { listFindings, readFindingCursor } from '../../db/finding-list.ts'
import * as LIMITS from '../../limits.ts'
import { type Choice, Filter } from '../filter.tsx'
import type { Child } from '../jsx-runtime.ts'
import { Frame, sendPage } from '../layout.tsx'
import { address } from '../links.ts'
import { Pager } from '../pager.tsx'
import { Panel } from '../panel.tsx'
import { Notice, outcomeOf } from '../quarantine/outcome.tsx'
import { type PageContext, type View, viewOf } from '../view.ts'
import { Decision, NoteAndButtons } from './decision.tsx'
import { Rows } from './rows.tsx'

const PATH = '/attention'

/** The group of all kinds that are only good to know. */
const KNOWN = 'known'

/** GET /attention */
export async function showAttention(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const { DB } = context.env
  const kind = [...KINDS, KNOWN].find((each) => each === context.req.query('kind')) ?? ''
  const state = STATES.find((each) => each === context.req.query('state'))
  const after = readFindingCursor(context.req.query('after') ?? '', state) ?? undefined
  const [{ items, nextCursor }, counts] = await Promise.all([
    listFindings(DB, {
      kind: kind === '' || kind === KNOWN ? undefined : kind,
      ranks: kind === KNOWN ? [0, NEEDED_RANK - 1] : [NEEDED_RANK, 99],
      state,
      after,
      limit: LIMITS.attentionRows,
    }),
    countFindings(DB),
  ])
  const query = { kind, state }
  const back = address(PATH, query)
  const settled = state !== undefined && isSettled(state)
  const needed = totalOf(counts.findings.filter(({ rank }) => rank >= NEEDED_RANK))
  return sendPage(
    context,
    <Frame view={view} section="attention" title={text.toLookAt} waiting={needed}>
      <div class="heading">
        <h1>{text.toLookAt}</h1>
        {!settled && <p class="hint">{needed > 0 ? text.findings.intro : text.findings.none}</p>}
      </div>
      <Notice outcome={outcomeOf(view, context.req.query())} />
      <Filter
        view={view}
        path={PATH}
        choices={choicesOf(view, kind, state)}
        isFiltered={Boolean(kind || state)}
      />
      {kind === '' && !settled && <Quarantined view={view} counts={counts} />}
      {items.length === 0 ? (
        <p class="nothing">{text.findings.empty}</p>
      ) : settled ? (
        <div class="panel group-of">
          <Rows view={view} items={items} back={back} isNamed />
        </div>
      ) : (
        <Decidable view={view} back={back}>
          {grouped(items).map((group) => (
            <Group view={view} items={group} counts={counts.findings} />
          ))}
        </Decidable>
      )}
      <Pager view={view} path={PATH} query={query} nextCursor={nextCursor} isFirst={after === undefined} />
      {kind === '' && !settled && after === undefined && <Known view={view} counts={counts.findings} />}
    </Frame>,
  )
}

interface DecidableProps {
  readonly view: View
  readonly back: string
  readonly children?: Child
}

/** An operator who may not decide sees the same list without the form. */
function Decidable({ view, back, children }: DecidableProps) {
  const list = <div class="stack">{children}</div>
  if (!view.mayAct) return list
  return (
    <Decision back={back}>
      {list}
      <fieldset class="panel decide">
        <legend class="hidden">{view.text.findings.decide}</legend>
        <NoteAndButtons view={view} />
      </fieldset>
    </Decision>
  )
}

const totalOf = (counts: readonly FindingCount[]): number => counts.reduce((sum, { items }) => sum + items, 0)

/** Groups neighbours of the same rank. */
function grouped(items: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups: Finding[][] = []
  for (const item of items) {
    const group = groups.at(-1)
    if (group?.[0]?.rank === item.rank) group.push(item)
    else groups.push([item])
  }
  return groups
}

interface GroupProps {
  readonly view: View
  readonly items: readonly Finding[]
  readonly counts: readonly FindingCount[]
}

function Group({ view, items, counts }: GroupProps) {
  const [{ rank, kind }] = items as readonly [Finding]
  const all = counts.filter((each) => each.rank === rank && !isSettled(each.state))
  const cents = all.reduce((sum, { amountCents }) => sum + amountCents, 0)
  const { text } = view
  return (
    <Panel
      id={`rank-${rank}`}
      class="group-of"
      title={[
        text.attention[kind] ?? kind,
        text.count(Math.max(totalOf(all), items.length)),
        ...(cents > 0 ? [text.money(cents)] : []),
      ].join(' · ')}
    >
      <Rows view={view} items={items} isTicked={view.mayAct} labelledby={`rank-${rank}`} />
    </Panel>
  )
}

/** One line, however many bodies there are. */
function Quarantined({
  view,
  counts: { quarantined },
}: {
  readonly view: View
  readonly counts: FindingCounts
}) {
  if (quarantined === 0) return null
  const { count, findings } = view.text
  const shown = quarantined > LIMITS.quarantineCounted ? `${LIMITS.quarantineCounted}+` : count(quarantined)
  return (
    <p class="notice held">
      <a href="/quarantine">{findings.quarantined({ shown, n: quarantined })}</a>
    </p>
  )
}

function Known({ view, counts }: { readonly view: View; readonly counts: readonly FindingCount[] }) {
  const { text } = view
  const ranks = [...new Set(counts.filter((each) => !isSettled(each.state)).map(({ rank }) => rank))]
    .filter((rank) => rank < NEEDED_RANK)
    .sort((a, b) => b - a)
  if (ranks.length === 0) return null
  const line = (rank: number): Child => (
    <li>
      <a href={address(PATH, { kind: kindOfRank(rank) })}>{text.attention[kindOfRank(rank)]}</a>{' '}
      <span class="hint">{text.count(totalOf(counts.filter((each) => each.rank === rank)))}</span>
    </li>
  )
  return (
    <Panel id="known" class="below" title={text.findings.known}>
      <p class="hint">{text.findings.knownHint}</p>
      <ul class="pulse">
        {ranks.map(line)}
        <li>
          <a href={address(PATH, { kind: KNOWN })}>{text.entity.showAll}</a>
        </li>
      </ul>
    </Panel>
  )
}

function choicesOf(view: View, kind: string, state: State | undefined): readonly Choice[] {
  const { findings, attention, held } = view.text
  return [
    {
      name: 'kind',
      label: findings.kind,
      value: kind,
      options: [
        { value: '', text: findings.anyKind },
        ...KINDS.map((each) => ({ value: each, text: attention[each] ?? each })),
        { value: KNOWN, text: findings.known },
      ],
    },
    {
      name: 'state',
      label: held.state,
      value: state ?? '',
      options: [
        { value: '', text: findings.unsettled },
        ...STATES.map((each) => ({ value: each, text: findings.states[each] })),
      ],
    },
  ]
}
