/** The life cycle as a diagram: the possible moves as thin lines, and over them the path that this entity took. */
import type { LifeCycle } from '../../lifecycle/life-cycle.ts'
import { codedName, statusName, toneOf } from '../status.tsx'
import { TROUBLE } from '../verdict.tsx'
import type { View } from '../view.ts'
import { BOX, type Box, draw, type Edge } from './geometry.ts'
import { placesOf, type Unlisted } from './layout.ts'
import { lines } from './lines.ts'
import type { Step } from './way.ts'

/** Unknown statuses that are drawn at most; the timeline has the others. */
const UNLISTED = 4
/** Numbers in one mark at most; an order can be sent back many times. */
const NUMBERS = 3

interface DiagramProps {
  readonly view: View
  readonly provider: string
  readonly cycle: LifeCycle
  readonly way: readonly Step[]
  /** Null as long as no event is effective. */
  readonly head: string | null
}

export function Diagram({ view, provider, cycle, way, head }: DiagramProps) {
  const unlisted = unlistedOf(cycle, way)
  const moves = way.filter(({ number, event }) => number !== null && event.from !== null)
  const went = new Set(moves.map(({ event }) => moveKey(event.from, event.status)))
  const { width, height, boxes, routes } = draw(placesOf(cycle, unlisted), edgesOf(cycle, moves))
  const gapped = new Set(moves.flatMap(({ event, gap }) => (gap ? [moveKey(event.from, event.status)] : [])))
  const isTravelled = ({ from, to }: Edge): boolean => went.has(moveKey(from, to))
  return (
    <svg
      class="life"
      role="img"
      aria-labelledby="life-title life-text"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <title id="life-title">{view.text.entity.lifeCycle}</title>
      <desc id="life-text">{words(view, provider, way)}</desc>
      <defs>
        <Tip id="tip" name="tip" />
        <Tip id="tip-went" name="tip went" />
        <Tip id="tip-rework" name="tip rework" />
      </defs>
      {routes
        .filter(({ edge }) => edge.from === head && !isTravelled(edge))
        .map(({ edge, path }) => (
          <path
            class={`move ${edge.kind}`}
            d={path}
            marker-end={edge.kind === 'rework' ? 'url(#tip-rework)' : 'url(#tip)'}
          />
        ))}
      {routes
        .filter(({ edge }) => isTravelled(edge))
        .map(({ edge, path }) => (
          <path
            class={`move went ${edge.kind}${gapped.has(moveKey(edge.from, edge.to)) ? ' gap' : ''}`}
            d={path}
            marker-end="url(#tip-went)"
          />
        ))}
      {boxes.map((box) => (
        <StatusBox
          box={box}
          name={codedName({ view, provider, status: box.status })}
          tone={toneOf(provider, box.status)}
          isHead={box.status === head}
          isNext={routes.some(({ edge }) => edge.from === head && edge.to === box.status)}
          way={way}
        />
      ))}
    </svg>
  )
}

interface StatusBoxProps {
  readonly box: Box
  readonly name: string
  readonly tone: string
  readonly isHead: boolean
  /** Whether it can be the next status. */
  readonly isNext: boolean
  readonly way: readonly Step[]
}

function StatusBox({ box: { status, x, y }, name, tone, isHead, isNext, way }: StatusBoxProps) {
  const here = way.filter(({ event }) => event.status === status)
  const numbers = here.flatMap(({ number }) => number ?? [])
  const refused = here.filter(({ event }) => !event.effective).length
  const isTrouble = here.some(({ event }) => TROUBLE.has(event.verdict))
  const missing = way.some(({ gap }) => gap?.status === status) && numbers.length === 0
  const state = isHead
    ? 'head'
    : numbers.length > 0
      ? 'seen'
      : missing
        ? 'missing'
        : isNext || refused > 0
          ? 'unseen'
          : 'unseen far'
  const [first = '', second] = lines(name)
  const middle = y + BOX.height / 2
  return (
    <g class={`status ${state} ${tone}`}>
      <title>{status}</title>
      <rect class="box" x={x} y={y} width={BOX.width} height={BOX.height} rx="6" />
      <path class="stripe" d={`M${x + 5} ${y + 8}v${BOX.height - 16}`} />
      <text x={x + 12} y={second === undefined ? middle + 4 : middle - 3}>
        {first}
      </text>
      {second !== undefined && (
        <text x={x + 12} y={middle + 11}>
          {second}
        </text>
      )}
      {numbers.length > 0 && (
        <Badge name="moved" label={shortened(numbers)} right={x + BOX.width + 4} y={y} />
      )}
      {missing && <Badge name="held" label="?" right={x + BOX.width + 4} y={y} />}
      {refused > 0 && (
        <Badge
          name={isTrouble ? 'bad' : 'off'}
          label={refused === 1 ? '✕' : `✕${refused}`}
          right={x + BOX.width + 4}
          y={y + BOX.height}
        />
      )}
    </g>
  )
}

interface BadgeProps {
  /** The tone of the line. */
  readonly name: 'moved' | 'held' | 'bad' | 'off'
  readonly label: string
  readonly right: number
  readonly y: number
}

function Badge({ name, label, right, y }: BadgeProps) {
  const width = Math.max(16, label.length * 6.5 + 8)
  return (
    <g class={`badge ${name}`}>
      <rect x={right - width} y={y - 8} width={width} height="16" rx="8" />
      <text x={right - width / 2} y={y + 4}>
        {label}
      </text>
    </g>
  )
}

const Tip = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <marker
    id={id}
    viewBox="0 0 6 6"
    refX="5.4"
    refY="3"
    markerWidth="6"
    markerHeight="6"
    orient="auto"
    markerUnits="userSpaceOnUse"
  >
    <path class={name} d="M0 0L6 3L0 6z" />
  </marker>
)

const shortened = (numbers: readonly number[]): string =>
  numbers.length > NUMBERS ? `${numbers.slice(0, NUMBERS).join(' ')} …` : numbers.join(' ')

/** A sender's status may contain any character, so no separator would be safe. */
const moveKey = (from: string | null, to: string): string => JSON.stringify([from, to])

/** The statuses on the path that the table does not have, in their order. */
function unlistedOf(cycle: LifeCycle, way: readonly Step[]): readonly Unlisted[] {
  const found = new Map<string, Unlisted>()
  for (const { event, number } of way) {
    const isNew = number !== null && !cycle.status(event.status) && !found.has(event.status)
    if (isNew && found.size < UNLISTED) found.set(event.status, { status: event.status, after: event.from })
  }
  return [...found.values()]
}

/** The moves of the table, and other moves that the path took. */
function edgesOf(cycle: LifeCycle, moves: readonly Step[]): readonly Edge[] {
  const edges = new Map<string, Edge>()
  for (const [from, { forward = [], late = [], rework = [] }] of Object.entries(cycle.moves)) {
    for (const [kind, targets] of [
      ['forward', forward],
      ['late', late],
      ['rework', rework],
    ] as const) {
      for (const to of targets) edges.set(moveKey(from, to), { from, to, kind })
    }
  }
  for (const { event } of moves) {
    const { from, status, relation } = event
    const key = moveKey(from, status)
    if (from !== null && !edges.has(key)) {
      edges.set(key, { from, to: status, kind: relation === 'late' ? 'late' : 'other' })
    }
  }
  return [...edges.values()]
}

/** The diagram in words, for people who cannot see it. */
function words(view: View, provider: string, way: readonly Step[]): string {
  const text = view.text.diagram
  const name = (status: string): string => statusName({ view, provider, status })
  const all = (statuses: readonly string[]): string => [...new Set(statuses)].map(name).join(', ')
  const went = way.flatMap(({ number, event }) =>
    number === null ? [] : [`${number} ${name(event.status)}`],
  )
  const refused = way.flatMap(({ event }) => (event.effective ? [] : [event.status]))
  const missing = way.flatMap(({ gap }) => gap?.status ?? [])
  return [
    went.length > 0 ? text.way({ steps: went.join(', ') }) : text.noWay,
    refused.length > 0 ? text.refused({ statuses: all(refused) }) : '',
    missing.length > 0 ? text.missing({ statuses: all(missing) }) : '',
  ].join(' ')
}
