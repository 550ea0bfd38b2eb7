/** The diagram of every life cycle is readable: nothing lies on anything else, and every move of the table is there. */
import { describe, expect, it } from 'vitest'
import { BOX, draw, type Edge } from '../../src/pages/story/geometry.ts'
import { placesOf } from '../../src/pages/story/layout.ts'
import { lines } from '../../src/pages/story/lines.ts'
import { PROVIDERS } from '../../src/providers/index.ts'

const edgesOf = (moves: (typeof PROVIDERS)[number]['lifeCycle']['moves']): readonly Edge[] =>
  Object.entries(moves).flatMap(([from, { forward = [], late = [], rework = [] }]) => [
    ...forward.map((to) => ({ from, to, kind: 'forward' as const })),
    ...late.map((to) => ({ from, to, kind: 'late' as const })),
    ...rework.map((to) => ({ from, to, kind: 'rework' as const })),
  ])

describe.each(PROVIDERS)('the diagram of $name', ({ lifeCycle }) => {
  const places = placesOf(lifeCycle, [
    { status: 'Unlisted', after: Object.keys(lifeCycle.statuses)[1] ?? null },
  ])
  const layer = new Map(places.map((place) => [place.status, place.layer]))
  const drawing = draw(places, edgesOf(lifeCycle.moves))

  it('has every status once, and the one that the table lacks', () => {
    expect(drawing.boxes.map(({ status }) => status).sort()).toEqual(
      [...Object.keys(lifeCycle.statuses), 'Unlisted'].sort(),
    )
  })

  it('has every move of the table', () => {
    expect(drawing.routes).toHaveLength(edgesOf(lifeCycle.moves).length)
  })

  it('puts every status below all from which a forward move leads to it', () => {
    for (const { from, to, kind } of edgesOf(lifeCycle.moves)) {
      if (kind === 'forward') expect(layer.get(to), `${from} ${to}`).toBeGreaterThan(layer.get(from) ?? 99)
    }
  })

  it('lays no box on another, and all of them on the page', () => {
    for (const box of drawing.boxes) {
      const on = drawing.boxes.filter(
        (other) => Math.abs(other.x - box.x) < BOX.width && Math.abs(other.y - box.y) < BOX.height,
      )
      expect(on).toEqual([box])
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + BOX.width).toBeLessThanOrEqual(drawing.width)
      expect(box.y + BOX.height).toBeLessThanOrEqual(drawing.height)
    }
  })

  it('runs no move through a box', () => {
    for (const { edge, path } of drawing.routes) {
      for (const { status, x, y } of drawing.boxes) {
        if (status === edge.from || status === edge.to) continue
        for (const [pointX, pointY] of along(path)) {
          const isInside = pointX > x && pointX < x + BOX.width && pointY > y && pointY < y + BOX.height
          expect(isInside, `${edge.from} to ${edge.to} through ${status}`).toBe(false)
        }
      }
    }
  })
})

/** Points of a path, a unit apart; a rounded corner counts as its ends. */
function along(path: string): readonly (readonly [number, number])[] {
  const corners = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  )
  return corners.flatMap(([x, y], place) => {
    const [nextX, nextY] = corners[place + 1] ?? [x, y]
    const steps = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y)))
    return Array.from(
      { length: steps },
      (_, step) => [x + ((nextX - x) * step) / steps, y + ((nextY - y) * step) / steps] as const,
    )
  })
}

describe('a name in a box', () => {
  it.each([
    ['3 Autorizado', ['3 Autorizado']],
    ['12 Em cancelamento', ['12 Em', 'cancelamento']],
    ['15 Devolução de Contestação', ['15 Devolução de', 'Contestação']],
    ['WaitingResources', ['Waiting', 'Resources']],
    ['', ['']],
    ['  ', ['']],
    ['x'.repeat(64), [`${'x'.repeat(14)}…`]],
  ])('%j takes the lines %j', (name, expected) => {
    expect(lines(name)).toEqual(expected)
  })
})
