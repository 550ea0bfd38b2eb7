/** The head moves ahead, or back only where the event attests it; everything else is kept beside it. */
import { describe, expect, it } from 'vitest'
import { recount } from '../../src/lifecycle/recount.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import {
  arrivalTime,
  created,
  inConfirmation,
  inValidation,
  lastAnswer,
  live,
  order,
  orderEvent,
  payment,
  transactionEvent,
  verdictsOf,
  waitingConfirmation,
} from '../tools/lives.ts'

describe('ahead', () => {
  it('starts with whatever status comes first', () => {
    expect(order(waitingConfirmation).head?.status).toBe('WaitingConfirmation')
    expect(payment(6).head?.status).toBe('6')
  })

  it('moves an order along its chain', () => {
    const life = order(created, inValidation, waitingConfirmation)
    expect(verdictsOf(life)).toEqual(['applied', 'applied', 'applied'])
    expect(life.head).toMatchObject({
      status: 'WaitingConfirmation',
      knownStatus: 'WaitingConfirmation',
      gaps: 0,
    })
    expect(life.head?.since).toBe('2025-03-18T10:02:00Z')
  })

  it('lets a status be skipped', () => {
    expect(verdictsOf(order(created, orderEvent('WaitingIssue', 'Issued', '11:00:00')))).toEqual([
      'applied',
      'applied',
    ])
    expect(verdictsOf(payment(1, 6))).toEqual(['applied', 'applied'])
  })

  it('moves a transaction by its table, never by comparing the numbers', () => {
    expect(payment(14, 3).head?.status).toBe('3')
    expect(payment(11, 2, 3).head?.status).toBe('3')
    expect(payment(19, 6).head?.status).toBe('6')
    expect(payment(3, 11).head?.status).toBe('3')
  })

  it('dates a transaction by its arrival', () => {
    expect(payment(1, 3).head?.since).toBe(arrivalTime(1))
  })

  it('counts no gap for a transaction: its events name no predecessor', () => {
    expect(payment(1, 2, 3, 6).head?.gaps).toBe(0)
  })

  it.each([
    ['share a millisecond', () => arrivalTime(0)],
    ['come while the clock is set back', (delivery: number) => arrivalTime(10 - delivery)],
  ])('judges events of a transaction in the order of their arrival when they %s', (_, clock) => {
    const closedFirst = live(safe2pay, [transactionEvent(7), transactionEvent(8)], clock)
    expect(verdictsOf(closedFirst)).toEqual(['applied', 'conflict'])
    const declinedFirst = live(safe2pay, [transactionEvent(8), transactionEvent(7)], clock)
    expect(verdictsOf(declinedFirst)).toEqual(['applied', 'conflict'])
    expect([closedFirst.head?.status, declinedFirst.head?.status]).toEqual(['7', '8'])
  })
})

describe('late', () => {
  it.each([
    [7, 'Autorizado (paid) after Baixado (closed without payment) was not expected.'],
    [12, 'Autorizado (paid) after Em cancelamento (cancellation under way) was not expected.'],
  ])('applies a payment after %i, with a warning', (closed, warning) => {
    const life = payment(1, closed, 3)
    expect(verdictsOf(life)).toEqual(['applied', 'applied', 'applied'])
    expect(life.head?.status).toBe('3')
    expect(lastAnswer(life).warnings).toEqual([warning])
  })

  it('also warns where a refund after Baixado shows that it had been paid', () => {
    const life = payment(7, 6)
    expect(life.head?.status).toBe('6')
    expect(lastAnswer(life).warnings).toHaveLength(1)
  })

  it('warns of nothing when a boleto is paid that was open', () => {
    expect(lastAnswer(payment(1, 3)).warnings).toEqual([])
  })
})

describe('refused', () => {
  it('refuses Pendente after Autorizado and keeps Autorizado', () => {
    const life = payment(3, 1)
    expect(verdictsOf(life)).toEqual(['applied', 'regression'])
    expect(life).toMatchObject({ head: { status: '3' }, refused: 1 })
    expect(lastAnswer(life).reason).toContain('Pendente (awaiting payment)')
    expect(lastAnswer(life).reason).toContain('Autorizado (paid)')
  })

  it.each([
    ['Recusado', 8, 'Baixado', 7],
    ['Liberado', 11, 'Recusado', 8],
    ['Abortado', 18, 'Autorizado', 3],
  ])('finds %s (%i) and then %s (%i) in conflict, and keeps the first', (_, first, __, second) => {
    const life = payment(first, second)
    expect(verdictsOf(life).at(-1)).toBe('conflict')
    expect(life).toMatchObject({ head: { status: String(first) }, refused: 1 })
  })

  it('refuses a newer event that would send an order back, when it names another predecessor', () => {
    const back = orderEvent('InConfirmation', 'WaitingValidation', '10:03:00')
    const life = order(created, inValidation, waitingConfirmation, back)
    expect(lastAnswer(life).verdict).toBe('regression')
    expect(life).toMatchObject({ head: { status: 'WaitingConfirmation', gaps: 0 }, refused: 1 })
  })

  it('finds Canceled after Issued in conflict when it names another predecessor, and keeps Issued', () => {
    const issued = orderEvent('WaitingIssue', 'Issued', '10:00:00')
    const canceled = orderEvent('WaitingIssue', 'Canceled', '10:01:00')
    const life = order(issued, canceled)
    expect(lastAnswer(life).verdict).toBe('conflict')
    expect(life).toMatchObject({ head: { status: 'Issued' }, refused: 1 })
  })

  it('leaves fingerprint, time and what the head says as they were', () => {
    const before = payment([3, { amountCents: 150 }])
    const after = payment([3, { amountCents: 150 }], [1, { amountCents: 999 }])
    expect(after.head).toEqual(before.head)
  })
})

describe('a move that the table lacks', () => {
  it.each([
    ['Declined', 'InValidation'],
    ['WaitingIssue', 'InConfirmation'],
    ['Revoked', 'Issued'],
    ['Issued', 'Canceled'],
    ['Canceled', 'WaitingValidation'],
    ['Canceled', 'Issued'],
  ])('from %s to %s counts, because the newer event names the status that it leaves', (from, to) => {
    const life = order(orderEvent(null, from, '10:00:00'), orderEvent(from, to, '10:01:00'))
    expect(verdictsOf(life)).toEqual(['applied', 'applied'])
    expect(life).toMatchObject({
      head: { status: to, since: '2025-03-18T10:01:00Z', gaps: 0 },
      refused: 0,
    })
  })

  it('moves nothing where it is older than the head', () => {
    const undone = orderEvent('Canceled', 'InValidation', '10:01:00')
    const life = order(orderEvent(null, 'Canceled', '10:02:00'), undone)
    expect(lastAnswer(life).verdict).toBe('stale')
    expect(life.head?.status).toBe('Canceled')
  })

  it('goes on from there by the table, as from any other status', () => {
    const life = order(
      orderEvent(null, 'Canceled', '10:00:00'),
      orderEvent('Canceled', 'InValidation', '10:01:00'),
      orderEvent('InValidation', 'WaitingIssue', '10:02:00'),
      orderEvent('WaitingIssue', 'Issued', '10:03:00'),
    )
    expect(life).toMatchObject({ head: { status: 'Issued', gaps: 0 }, refused: 0 })
  })
})

describe('a reversal of a payment', () => {
  const HOUR = 3_600_000
  const later = (hours: number, from: number, to: number) =>
    live(safe2pay, [transactionEvent(from), transactionEvent(to)], (delivery) =>
      new Date(Date.parse(arrivalTime(0)) + delivery * hours * HOUR).toISOString(),
    )
  const REVERSALS: readonly [number, number][] = [
    [19, 3],
    [5, 3],
    [15, 5],
    [15, 13],
    [12, 1],
    [12, 11],
  ]

  it.each(REVERSALS)('from %i to %i counts when nothing older can still be under way', (from, to) => {
    const life = later(36.001, from, to)
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(life).toMatchObject({ head: { status: String(to) }, refused: 0 })
  })

  it.each(REVERSALS)('from %i to %i is refused within 36 hours of the head', (from, to) => {
    const life = later(36, from, to)
    expect(lastAnswer(life).verdict).toBe('regression')
    expect(life).toMatchObject({ head: { status: String(from) }, refused: 1 })
  })

  it('counts the 36 hours from when the status came first, not from when it was told again', () => {
    const hours = [0, 30, 37]
    const life = live(
      safe2pay,
      [transactionEvent(5), transactionEvent(5, { amountCents: 1 }), transactionEvent(3)],
      (delivery) => new Date(Date.parse(arrivalTime(0)) + (hours[delivery] ?? 0) * HOUR).toISOString(),
    )
    expect(verdictsOf(life)).toEqual(['applied', 'amended', 'applied'])
  })

  it.each([
    [6, 3],
    [13, 3],
    [6, 13],
    [3, 1],
    [7, 1],
  ])('from %i to %i is none, however late it comes', (from, to) => {
    const life = later(2_000, from, to)
    expect(lastAnswer(life).verdict).toBe('regression')
    expect(life.head?.status).toBe(String(from))
  })
})

describe('rework', () => {
  const back = orderEvent('WaitingConfirmation', 'InValidation', '10:03:00')

  it('sends an order back when the event names the status that it leaves', () => {
    const life = order(created, inValidation, waitingConfirmation, back)
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(lastAnswer(life).reason).toContain('Sent back')
    expect(life.head).toMatchObject({ status: 'InValidation', since: '2025-03-18T10:03:00Z', gaps: 0 })
  })

  it('counts a status that comes twice as two events, with their own dates', () => {
    const again = orderEvent('InValidation', 'WaitingConfirmation', '10:04:00')
    const life = order(created, inValidation, waitingConfirmation, back, again)
    expect(life.head).toMatchObject({ status: 'WaitingConfirmation', since: '2025-03-18T10:04:00Z', gaps: 0 })
    expect(life.refused).toBe(0)
  })

  it('takes one that arrives late into the history, and leaves the status as it is', () => {
    const again = orderEvent('InValidation', 'WaitingConfirmation', '10:04:00')
    const life = order(created, inValidation, waitingConfirmation, again, back)
    expect(lastAnswer(life).verdict).toBe('stale')
    expect(life).toMatchObject({ head: { status: 'WaitingConfirmation', gaps: 0 }, refused: 0 })
  })

  it('never sends a transaction back: the body attests nothing', () => {
    const attested = { ...transactionEvent(1), previousStatus: '3' }
    const life = payment(3, attested)
    expect(lastAnswer(life).verdict).toBe('regression')
  })
})

describe('the same status again', () => {
  it('amends a payment told twice with other amounts, and keeps since when it is paid', () => {
    const life = payment(
      [3, { amountCents: 15_000, reference: 'Pedido 48' }],
      [3, { amountCents: 15_000, netCents: 14_801 }],
    )
    expect(verdictsOf(life)).toEqual(['applied', 'amended'])
    expect(life.head).toMatchObject({
      status: '3',
      since: arrivalTime(0),
      facts: { amountCents: 15_000, reference: 'Pedido 48', netCents: 14_801 },
    })
    expect(life.refused).toBe(0)
  })

  it('keeps the first time of an order that says its status again, and counts no gap', () => {
    const again = orderEvent('WaitingValidation', 'InValidation', '10:01:30', { saleNumber: '48' })
    const life = order(created, inValidation, again)
    expect(lastAnswer(life).verdict).toBe('amended')
    expect(life.head).toMatchObject({ since: '2025-03-18T10:01:00Z', gaps: 0, facts: { saleNumber: '48' } })
  })

  it('answers the very same event with duplicate and changes nothing', () => {
    const once = order(created, inValidation)
    const twice = order(created, inValidation, inValidation)
    expect(verdictsOf(twice)).toEqual(['applied', 'applied', 'duplicate'])
    expect(twice.head).toEqual(once.head)
    expect(twice.log).toEqual(once.log)
  })
})

describe('facts', () => {
  it('lets later events say more and other things, and what they leave out stands', () => {
    const life = payment(
      [1, { amountCents: 150, reference: 'Pedido 48' }],
      [3, { amountCents: 149, paidAt: null }],
    )
    expect(life.head?.facts).toEqual({
      amountCents: 149,
      reference: 'Pedido 48',
      paidAt: null,
      saidBy: '{"amountCents":"3","reference":"1"}',
    })
  })

  it('lets an event that happened earlier and came later overwrite nothing', () => {
    const first = orderEvent(null, 'WaitingValidation', '10:00:00', { orderNumber: '1', saleNumber: '48' })
    const second = orderEvent('WaitingValidation', 'InValidation', '10:01:00', { orderNumber: '2' })
    expect(order(second, first).head?.facts).toEqual({ orderNumber: '2', saleNumber: '48' })
  })

  it('takes from a refused event only what nobody else said', () => {
    const says = { orderNumber: '3', saleNumber: '49' }
    const back = orderEvent('Issued', 'WaitingValidation', '10:05:00', says)
    const first = orderEvent(null, 'WaitingValidation', '10:00:00', { saleNumber: '48' })
    expect(order(first, inValidation, back).head?.facts).toEqual({ orderNumber: '3', saleNumber: '48' })
  })
})

describe('the place of each event in a history', () => {
  it('has the status that it met there, and whether what came between has not arrived', () => {
    const again = orderEvent('Other', 'InConfirmation', '10:03:30')
    const back = orderEvent('Issued', 'WaitingValidation', '10:04:00')
    const { log } = order(back, again, inConfirmation, created)
    const { history, counts } = recount(amplia.lifeCycle, log)
    expect(counts({ ...created, fingerprint: 'of another order', receivedAt: arrivalTime(0) })).toBe(false)
    expect(history.map(({ event, ...place }) => [event.status, place])).toEqual([
      ['WaitingValidation', { relation: 'first', from: null, isGap: false }],
      ['InConfirmation', { relation: 'ahead', from: 'WaitingValidation', isGap: true }],
      ['InConfirmation', { relation: 'same', from: 'InConfirmation', isGap: false }],
      ['WaitingValidation', { relation: 'behind', from: 'InConfirmation', isGap: false }],
    ])
  })

  it('is ahead where it goes back from a status that the table lacks to the one before', () => {
    const { log } = order(
      created,
      orderEvent('WaitingValidation', 'WaitingResources', '10:01:00'),
      orderEvent('WaitingResources', 'WaitingValidation', '10:02:00'),
    )
    const { history } = recount(amplia.lifeCycle, log)
    expect(history.map(({ relation }) => relation)).toEqual(['first', 'unlisted', 'ahead'])
  })

  it('is that of its arrival, and never behind a gap, where the sender tells no time', () => {
    // Also while the clock is set back.
    const clock = (delivery: number) => arrivalTime(10 - delivery)
    const { log } = live(safe2pay, [transactionEvent(1), transactionEvent(6)], clock)
    expect(recount(safe2pay.lifeCycle, log).history.map(({ event: _, ...place }) => place)).toEqual([
      { relation: 'first', from: null, isGap: false },
      { relation: 'ahead', from: '1', isGap: false },
    ])
  })
})
