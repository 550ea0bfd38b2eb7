/** A long history is short where nothing happened but to and fro, and hides nothing that somebody should see. */
import { describe, expect, it } from 'vitest'
import type { StoryEvent } from '../../src/entity/story.ts'
import { folded, wayOf } from '../../src/pages/story/way.ts'

type Told = Partial<StoryEvent> & Pick<StoryEvent, 'status'>

const STEP: Omit<StoryEvent, 'status'> = {
  agent: null,
  body: null,
  effective: true,
  from: null,
  isErased: false,
  isGap: false,
  notices: [],
  occurredAt: '2026-03-01T10:00:00Z',
  origin: 'received',
  previousStatus: null,
  reason: { kind: 'moved', from: '', to: '' },
  receivedAt: '2026-03-01T10:00:00Z',
  relation: 'ahead',
  rulesVersion: 'amplia-1',
  seq: 1,
  verdict: 'applied',
}

/** How many events stand in each line of the timeline. */
const linesOf = (events: readonly Told[]): readonly number[] =>
  folded(
    wayOf(events.map((event, place) => ({ ...STEP, from: events[place - 1]?.status ?? null, ...event }))),
  ).map(({ length }) => length)

const times = (n: number, ...statuses: readonly string[]): readonly Told[] =>
  Array.from({ length: n }, () => statuses.map((status) => ({ status }))).flat()

describe('a timeline', () => {
  it('has one line for an order that was sent back sixty times, between its first steps and its last', () => {
    expect(linesOf(times(61, 'Created', 'Validating'))).toEqual([1, 1, 119, 1])
    expect(linesOf([...times(61, 'Created', 'Validating'), { status: 'Approved' }])).toEqual([
      1, 1, 119, 1, 1,
    ])
  })

  it('has one line for the same status over and over', () => {
    expect(linesOf(times(30, 'Paid'))).toEqual([1, 1, 27, 1])
  })

  it('has a line for each event of a usual life, and of one that was sent back once or twice', () => {
    expect(linesOf(times(1, 'A', 'B', 'C', 'D', 'E'))).toEqual([1, 1, 1, 1, 1])
    expect(linesOf(times(3, 'A', 'B'))).toEqual([1, 1, 1, 1, 1, 1])
  })

  it.each<[string, Partial<StoryEvent>]>([
    ['refused', { effective: false, verdict: 'regression', reason: { kind: 'step_back', from: '', to: '' } }],
    ['late', { reason: { kind: 'late', from: '', to: '' } }],
    ['after one that is missing', { isGap: true }],
    ['to be looked at', { notices: [{ kind: 'clock_contradicts_chain', status: '' }] }],
  ])('has a line of its own for what is %s, however often the rest repeats', (_, odd) => {
    const events = times(40, 'A', 'B')
    const lines = linesOf([...events.slice(0, 40), { status: 'A', ...odd }, ...events.slice(41)])
    const sums = lines.map((_line, place) => lines.slice(0, place + 1).reduce((sum, each) => sum + each))
    expect(sums.at(-1)).toBe(80)
    // The fortieth event ends a line, and so does the odd one after it.
    expect(sums).toEqual(expect.arrayContaining([40, 41]))
    expect(lines.length).toBeLessThan(14)
  })
})
