/** A few events near each other are put in the order of their chain where it has one, and are told apart where it has several. */
import { describe, expect, it } from 'vitest'
import { readChain } from '../../src/lifecycle/chain.ts'
import { arrivalTime, orderEvent } from '../tools/lives.ts'

/** Events a millisecond apart, each as `previous→status`; nothing before the arrow is null. */
const near = (...moves: readonly string[]) =>
  moves.map((move, ms) => {
    const [previous = '', status = ''] = move.split('→')
    const at = `10:00:00.${String(ms).padStart(3, '0')}`
    return { ...orderEvent(previous === '' ? null : previous, status, at), receivedAt: arrivalTime(0) }
  })
const movesOf = (events: ReturnType<typeof near>) =>
  events.map(({ previousStatus, status }) => `${previousStatus ?? ''}→${status}`)

const LETTERS = [...'ABCDEFGHIJ']
const chain = (length: number) =>
  LETTERS.slice(0, length).map((name, at) => `${LETTERS[at - 1] ?? ''}→${name}`)
/** The last two have changed places. */
const swapped = (length: number) => {
  const moves = chain(length)
  return [...moves.slice(0, -2), ...moves.slice(-2).reverse()]
}

const BACK_AND_FORTH = ['X→A', ...Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? 'A→B' : 'B→A'))]
const CIRCLES = ['B→A', 'C→D', 'A→B', 'D→C']

describe('the chain of events near each other', () => {
  it.each<[string, readonly string[], readonly string[], boolean]>([
    ['one that follows', ['→A'], ['→A'], false],
    ['one that follows nothing known', ['X→A'], ['X→A'], false],
    ['all in order', chain(4), chain(4), false],
    ['two the wrong way round', ['A→B', '→A'], ['→A', 'A→B'], false],
    ['two that have nothing to do with each other', ['A→B', 'C→D'], ['A→B', 'C→D'], false],
    ['three, of which one lacks', ['C→D', '→A', 'A→B'], ['→A', 'A→B', 'C→D'], false],
    ['two circles, which can be read in several ways', CIRCLES, CIRCLES, true],
    [
      'three, of which one has nothing to do with the others',
      ['A→B', 'B→C', 'X→Y'],
      ['A→B', 'B→C', 'X→Y'],
      false,
    ],
    ['eight, all in order', chain(8), chain(8), false],
    ['eight, the last two the wrong way round', swapped(8), chain(8), false],
    ['nine, all in order', chain(9), chain(9), false],
    [
      'nine, of which nobody knows what the second follows',
      chain(9).with(1, 'X→B'),
      chain(9).with(1, 'X→B'),
      false,
    ],
    ['nine, back and forth', BACK_AND_FORTH, BACK_AND_FORTH, false],
    ['nine, the last two the wrong way round: too many to be read', swapped(9), swapped(9), true],
  ])('%s', (_, moves, order, isContradicted) => {
    const read = readChain(near(...moves), null)
    expect(read.isContradicted).toBe(isContradicted)
    expect(movesOf(read.order as ReturnType<typeof near>)).toEqual(order)
  })

  it('is read from the status before it', () => {
    const circle = near('B→A', 'A→B')
    expect(movesOf(readChain(circle, 'A').order as typeof circle)).toEqual(['A→B', 'B→A'])
    expect(movesOf(readChain(circle, 'B').order as typeof circle)).toEqual(['B→A', 'A→B'])
  })

  it.each([
    ['A', ['B→C', 'B→A', 'A→B']],
    ['B', ['C→A', 'B→A', 'A→B']],
    ['A', ['B→A', 'C→B', 'A→B']],
  ])('is left to the clock where it has several readings: from %s, %j', (before, moves) => {
    const events = near(...moves)
    const { order, isContradicted } = readChain(events, before)
    expect(movesOf(order as typeof events)).toEqual(moves)
    expect(isContradicted).toBe(true)
  })

  it('keeps two that say the same in the order of their clock, and no others', () => {
    const read = (...moves: readonly string[]) => {
      const events = near(...moves)
      const { order, isContradicted } = readChain(events, 'A')
      return { order: order.map((event) => events.indexOf(event)), isContradicted }
    }
    expect(read('B→A', 'A→B', 'A→B')).toEqual({ order: [1, 0, 2], isContradicted: false })
    expect(read('A→C', 'A→B', 'B→A')).toEqual({ order: [1, 2, 0], isContradicted: false })
  })
})
