/** Turns places into points: boxes in rows and columns, and the lanes between them in which moves run. Pure. */
import type { Place } from './layout.ts'

export interface Box {
  readonly status: string
  readonly layer: number
  readonly column: number
  readonly x: number
  readonly y: number
}

export type EdgeKind = 'forward' | 'late' | 'rework' | 'other'

export interface Edge {
  readonly from: string
  readonly to: string
  readonly kind: EdgeKind
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly routes: readonly Route[]
}

export interface Route {
  readonly edge: Edge
  readonly path: string
}

/** A box in units of the diagram, which are CSS pixels if there is enough room. */
export const BOX = { width: 116, height: 38 } as const
const ROW = 60
const COLUMN_GAP = 12
const LANE = 7
const MARGIN = 11
const EDGE_OF_PAGE = 4
const RADIUS = 5
/** The distance of a line's corner from the top of a row's boxes. */
const ABOVE = 9
/** The room at the top for marks over a box's corners. */
const TOP = 10

type Point = readonly [x: number, y: number]

/** Which gutter an edge runs in: left of the spine, right of it, or none if its two boxes are next to each other. */
type Side = 'left' | 'right'

export function draw(places: readonly Place[], edges: readonly Edge[]): Drawing {
  const placeOf = new Map(places.map((place) => [place.status, place]))
  const drawable = edges.flatMap((edge) => {
    const from = placeOf.get(edge.from)
    const to = placeOf.get(edge.to)
    return from && to ? [{ edge, from, to, side: sideOf(from, to) }] : []
  })
  const lanes = {
    left: lanesOf(drawable.filter(({ side }) => side === 'left')),
    right: lanesOf(drawable.filter(({ side }) => side === 'right')),
  }
  const gutter = (side: Side): number => 2 * MARGIN + Math.max(0, lanes[side].count - 1) * LANE
  const spineX = EDGE_OF_PAGE + (lanes.left.count === 0 ? 0 : gutter('left') - MARGIN)
  const columnX = (column: number): number =>
    column === 0 ? spineX : spineX + BOX.width + gutter('right') + (column - 1) * (BOX.width + COLUMN_GAP)
  const boxOf = ({ status, layer, column }: Place): Box => ({
    status,
    layer,
    column,
    x: columnX(column),
    y: TOP + layer * ROW,
  })
  const laneX = (side: Side, lane: number): number =>
    side === 'left' ? spineX - MARGIN - lane * LANE : spineX + BOX.width + MARGIN + lane * LANE

  const routes = drawable.map(({ edge, from, to, side }) => {
    const lane = side === null ? 0 : (lanes[side].laneOf.get(trunk(edge)) ?? 0)
    const points = pointsOf(boxOf(from), boxOf(to), side === null ? null : laneX(side, lane))
    return { edge, path: rounded(points) }
  })
  const columns = Math.max(0, ...places.map(({ column }) => column))
  const layers = Math.max(0, ...places.map(({ layer }) => layer))
  return {
    width: columnX(columns) + BOX.width + EDGE_OF_PAGE + TOP,
    height: TOP + layers * ROW + BOX.height + TOP,
    boxes: places.map(boxOf),
    routes,
  }
}

function sideOf(from: Place, to: Place): Side | null {
  const touching = from.column === to.column && to.layer === from.layer + 1
  const besides = from.layer === to.layer && Math.abs(from.column - to.column) === 1
  const outwards = from.column > 0 && to.column > from.column && to.layer > from.layer
  if (touching || besides || outwards) return null
  return from.column === 0 && to.column === 0 ? 'left' : 'right'
}

/** Moves of one kind to one status share a lane, as the branches of a tree share its trunk. */
const trunk = ({ to, kind }: Edge): string => `${kind} ${to}`

/**
 * How far from a box's middle lines come in, above it, and go out, below it, so that they never overlap. Boxes that face
 * each other across a gutter have different heights, or two lines between them would look like one.
 */
const portOf = ({ column }: { readonly column: number }): number => (column === 0 ? 8 : 13)

interface Laned {
  readonly edge: Edge
  readonly from: Place
  readonly to: Place
}

/** Gives each trunk the lane nearest to the spine that is free along its whole length; short trunks first. */
function lanesOf(laned: readonly Laned[]): {
  readonly laneOf: ReadonlyMap<string, number>
  readonly count: number
} {
  const spans = new Map<string, readonly [top: number, bottom: number]>()
  for (const { edge, from, to } of laned) {
    const end = to.layer * ROW - portOf(to)
    const start = from.layer * ROW + portOf(from)
    const [top, bottom] = spans.get(trunk(edge)) ?? [end, end]
    spans.set(trunk(edge), [Math.min(top, start), Math.max(bottom, start)])
  }
  const lanes: (readonly [top: number, bottom: number])[][] = []
  const laneOf = new Map<string, number>()
  const length = ([top, bottom]: readonly [number, number]): number => bottom - top
  for (const [name, span] of [...spans].sort(([, a], [, b]) => length(a) - length(b))) {
    const free = lanes.findIndex((lane) => lane.every(([top, bottom]) => bottom < span[0] || top > span[1]))
    const lane = free === -1 ? lanes.length : free
    lanes[lane] = [...(lanes[lane] ?? []), span]
    laneOf.set(name, lane)
  }
  return { laneOf, count: lanes.length }
}

function pointsOf(from: Box, to: Box, laneX: number | null): readonly Point[] {
  const middle = { from: from.y + BOX.height / 2, to: to.y + BOX.height / 2 }
  const centre = { from: from.x + BOX.width / 2, to: to.x + BOX.width / 2 }
  const side = (box: Box, x: number): number => (x < box.x ? box.x : box.x + BOX.width)
  if (laneX === null) {
    if (from.layer === to.layer) {
      return [
        [side(from, to.x), middle.from],
        [side(to, from.x), middle.to],
      ]
    }
    if (from.column === to.column) {
      return [
        [centre.from, from.y + BOX.height],
        [centre.to, to.y],
      ]
    }
    return [
      [from.x + BOX.width, middle.from],
      [centre.to, middle.from],
      [centre.to, to.y],
    ]
  }
  const out = middle.from + portOf(from)
  const start: readonly Point[] =
    from.column > 1
      ? [
          [centre.from, from.y + BOX.height],
          [centre.from, from.y + BOX.height + ABOVE],
          [laneX, from.y + BOX.height + ABOVE],
        ]
      : [
          [side(from, laneX), out],
          [laneX, out],
        ]
  const above = to.y - ABOVE
  const into = middle.to - portOf(to)
  return to.column > 1
    ? [...start, [laneX, above], [centre.to, above], [centre.to, to.y]]
    : [...start, [laneX, into], [side(to, laneX), into]]
}

/** A line through points, its corners rounded. */
function rounded(points: readonly Point[]): string {
  return points
    .map(([x, y], place) => {
      const before = points[place - 1]
      const after = points[place + 1]
      if (!before) return `M${x} ${y}`
      if (!after) return `L${x} ${y}`
      const [fromX, fromY] = towards([x, y], before)
      const [toX, toY] = towards([x, y], after)
      return `L${fromX} ${fromY}Q${x} ${y} ${toX} ${toY}`
    })
    .join('')
}

function towards([x, y]: Point, [otherX, otherY]: Point): Point {
  const distance = Math.hypot(otherX - x, otherY - y)
  const part = distance === 0 ? 0 : Math.min(RADIUS, distance / 2) / distance
  return [x + (otherX - x) * part, y + (otherY - y) * part]
}
