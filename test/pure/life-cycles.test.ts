/** Both life cycles are the tables of the design, and tables that a fold can trust: no way leads back to its start. */
import { describe, expect, it } from 'vitest'
import { nameIn } from '../../src/language/en.ts'
import { type LifeCycle, lifeCycle, type Moves, named } from '../../src/lifecycle/life-cycle.ts'
import { orderLifeCycle } from '../../src/providers/amplia/life-cycle.ts'
import { transactionLifeCycle } from '../../src/providers/safe2pay/life-cycle.ts'

/** Of each status: forward moves, then late ones, rework and reversals. Written from the design, not from the code. */
type Expected = Readonly<
  Record<string, readonly [forward: string, late?: string, rework?: string, reversal?: string]>
>

const TRANSACTION: Expected = {
  1: ['2 3 7 8 11 12 18'],
  14: ['3 6 8 12 18'],
  11: ['2 3 7 12'],
  2: ['3 7'],
  12: ['7', '3', '', '1 11'],
  7: ['', '3'],
  3: ['4 5 6 13 19'],
  4: ['5 6 13 19'],
  5: ['6 13 15', '', '', '3'],
  13: ['15'],
  19: ['6', '', '', '3'],
  15: ['6', '', '', '5 13'],
  6: [''],
  8: ['', '3'],
  18: [''],
}

const ORDER: Expected = {
  WaitingValidation: ['InValidation Canceled Declined'],
  InValidation: ['WaitingConfirmation WaitingIssue Canceled Declined', '', 'WaitingValidation'],
  WaitingConfirmation: ['InConfirmation Canceled Declined', '', 'WaitingValidation InValidation'],
  InConfirmation: [
    'WaitingIssue Declined Canceled',
    '',
    'WaitingConfirmation InValidation WaitingValidation',
  ],
  WaitingIssue: ['Issued Canceled'],
  Issued: ['Revoked'],
  Revoked: [''],
  Declined: [''],
  Canceled: [''],
}

const LIFE_CYCLES: readonly [string, LifeCycle, Expected, readonly string[], string][] = [
  ['Safe2Pay', transactionLifeCycle, TRANSACTION, ['6', '18'], 'safe2pay-2'],
  ['Amplia Reg', orderLifeCycle, ORDER, ['Canceled', 'Declined', 'Revoked'], 'amplia-2'],
]

const names = (text = ''): readonly string[] => text.split(' ').filter((name) => name !== '')
const sorted = (list: readonly string[] = []): readonly string[] => [...list].sort()

/** What lies ahead of a status, found by walking: not the way in which the code finds it. */
function ahead(expected: Expected, from: string, withLate: boolean): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [from]
  for (let status = open.pop(); status !== undefined; status = open.pop()) {
    const [forward, late] = expected[status] ?? ['']
    for (const next of [...names(forward), ...(withLate ? names(late) : [])]) {
      if (!seen.has(next)) open.push(next)
      seen.add(next)
    }
  }
  return seen
}

describe.each(LIFE_CYCLES)('the life cycle of %s', (_, cycle, expected, finals, version) => {
  const statuses = Object.keys(expected)
  const moves = (status: string): Moves => cycle.moves[status] ?? {}

  it(`is ${version}, as stored with what it judged: another table must be another version`, () => {
    expect(cycle.version).toBe(version)
  })

  it('has exactly the statuses of the design, each with a meaning', () => {
    expect(sorted(Object.keys(cycle.statuses))).toEqual(sorted(statuses))
    expect(Object.values(cycle.statuses).filter(({ meaning }) => meaning.trim() === '')).toEqual([])
  })

  it('has no move from or to a status that it does not list', () => {
    const named = Object.entries(cycle.moves).flatMap(([from, kinds]) => [
      from,
      ...Object.values(kinds).flat(),
    ])
    expect(named.filter((status) => !statuses.includes(status))).toEqual([])
  })

  it.each(Object.entries(expected))(
    'has exactly the moves of the design from %s',
    (status, [forward, late, rework, reversal]) => {
      expect(sorted(moves(status).forward)).toEqual(sorted(names(forward)))
      expect(sorted(moves(status).late)).toEqual(sorted(names(late)))
      expect(sorted(moves(status).rework)).toEqual(sorted(names(rework)))
      expect(sorted(moves(status).reversal)).toEqual(sorted(names(reversal)))
    },
  )

  it('never leads forward to a status that it came from', () => {
    expect(statuses.filter((status) => ahead(expected, status, true).has(status))).toEqual([])
    expect(statuses.filter((status) => cycle.way(status, status) !== 'none')).toEqual([])
  })

  it('tells for every two statuses which is ahead, and whether against expectation', () => {
    for (const from of statuses) {
      for (const to of statuses) {
        const way = ahead(expected, from, false).has(to)
          ? 'ahead'
          : ahead(expected, from, true).has(to)
            ? 'late'
            : ahead(expected, to, true).has(from)
              ? 'behind'
              : 'none'
        expect(`${from} to ${to}: ${cycle.way(from, to)}`).toBe(`${from} to ${to}: ${way}`)
      }
    }
  })

  it('sends back only to what lies behind', () => {
    for (const from of statuses) {
      const back = [...names(expected[from]?.[2]), ...names(expected[from]?.[3])]
      for (const to of back) expect(cycle.way(from, to)).toBe('behind')
    }
  })

  it('reworks along its rework moves and no others', () => {
    const reworks = statuses.flatMap((from) =>
      statuses.filter((to) => cycle.reworks(from, to)).map((to) => [from, to]),
    )
    const listed = statuses.flatMap((from) => names(expected[from]?.[2]).map((to) => [from, to]))
    expect(sorted(reworks.map(String))).toEqual(sorted(listed.map(String)))
  })

  it('reverses along its reversals and no others', () => {
    const reversals = statuses.flatMap((from) =>
      statuses.filter((to) => cycle.reverses(from, to)).map((to) => [from, to]),
    )
    const listed = statuses.flatMap((from) => names(expected[from]?.[3]).map((to) => [from, to]))
    expect(sorted(reversals.map(String))).toEqual(sorted(listed.map(String)))
  })

  it(`ends in ${finals.join(', ')} and nowhere else`, () => {
    expect(sorted(statuses.filter((status) => cycle.isFinal(status)))).toEqual(finals.toSorted())
  })

  it.each(['', 'constructor', 'toString', '__proto__', 'hasOwnProperty', '99', 'WaitingResources'])(
    'takes %j for no status of its own, final or on any way',
    (status) => {
      expect(cycle.status(status)).toBeUndefined()
      expect(cycle.isFinal(status)).toBe(false)
      for (const known of statuses) {
        expect(cycle.way(known, status)).toBe('none')
        expect(cycle.way(status, known)).toBe('none')
        expect(cycle.reworks(known, status)).toBe(false)
        expect(cycle.reverses(known, status)).toBe(false)
      }
    },
  )
})

describe('a table that leads back to its start by mistake', () => {
  it('is worked out all the same, and tells so', () => {
    const circle = lifeCycle({
      version: 'circle-1',
      clock: 'provider',
      chained: true,
      statuses: { a: { meaning: 'one' }, b: { meaning: 'other' } },
      moves: { a: { forward: ['b'] }, b: { forward: ['a'] } },
    })
    expect(circle.way('a', 'a')).toBe('ahead')
  })
})

describe('a status as programs are told it', () => {
  it('has its name beside it only where it is a code that the table knows', () => {
    expect(named(transactionLifeCycle, '3')).toStrictEqual({ status: '3', statusName: 'Autorizado' })
    expect(named(transactionLifeCycle, '99')).toStrictEqual({ status: '99' })
    expect(named(orderLifeCycle, 'Issued')).toStrictEqual({ status: 'Issued' })
    expect(named(orderLifeCycle, 'constructor')).toStrictEqual({ status: 'constructor' })
  })
})

describe('a status in words', () => {
  it.each([
    ['3', 'Autorizado (paid)'],
    ['11', 'Liberado (released by a user, not paid)'],
    ['14', 'Pré-Autorizado (awaiting capture, not paid)'],
    ['99', '99'],
    ['constructor', 'constructor'],
  ])('reads %s of Safe2Pay as "%s"', (status, words) => {
    expect(nameIn(transactionLifeCycle)(status)).toBe(words)
  })

  it('says "paid" of no Safe2Pay status in which no money has come', () => {
    const unpaid = ['1', '7', '8', '11', '12', '14', '18']
    const claims = unpaid.filter((status) => /(?<!not )\bpaid\b/.test(nameIn(transactionLifeCycle)(status)))
    expect(claims).toEqual([])
  })

  it('reads a status of Amplia Reg by its own name', () => {
    expect(nameIn(orderLifeCycle)('WaitingIssue')).toBe('WaitingIssue (approved, waiting for issue)')
  })
})
