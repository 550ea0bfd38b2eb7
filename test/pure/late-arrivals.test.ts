/** An event that happened before the head takes its place in the history, and the history is counted anew. */
import { describe, expect, it } from 'vitest'
import {
  created,
  effectiveIn,
  inConfirmation,
  inValidation,
  lastAnswer,
  order,
  orderEvent,
  type Sent,
  verdictsOf,
  waitingConfirmation,
} from '../tools/lives.ts'

describe('gaps', () => {
  it('counts a predecessor that has not arrived, and no longer when it does', () => {
    const open = order(created, waitingConfirmation)
    expect(open.head).toMatchObject({ status: 'WaitingConfirmation', gaps: 1 })
    expect(lastAnswer(open).reason).toContain('have not arrived')

    const closed = order(created, waitingConfirmation, inValidation)
    expect(closed.head).toMatchObject({ status: 'WaitingConfirmation', gaps: 0 })
    expect(lastAnswer(closed).verdict).toBe('stale')
  })

  it('counts one for a first event that names a predecessor', () => {
    expect(order(inValidation).head?.gaps).toBe(1)
    expect(order(inValidation, created).head?.gaps).toBe(0)
    expect(order(created).head?.gaps).toBe(0)
  })

  it('counts each missing predecessor, not each missing event', () => {
    expect(order(created, inConfirmation).head?.gaps).toBe(1)
    expect(order(inValidation, inConfirmation).head?.gaps).toBe(2)
    expect(order(inValidation, inConfirmation, waitingConfirmation).head?.gaps).toBe(1)
    expect(order(inValidation, inConfirmation, waitingConfirmation, created).head?.gaps).toBe(0)
  })

  it('counts none for an event that is refused', () => {
    expect(order(inConfirmation, orderEvent('Issued', 'WaitingValidation', '10:09:00')).head?.gaps).toBe(1)
  })
})

describe('stale', () => {
  it('adds an older event that fits to the history, and the status stays', () => {
    const life = order(inConfirmation, waitingConfirmation)
    expect(verdictsOf(life)).toEqual(['applied', 'stale'])
    expect(life).toMatchObject({ head: { status: 'InConfirmation', gaps: 1 }, refused: 0 })
    expect(lastAnswer(life).reason).toContain('is added to the history')
  })

  it('keeps an older event that does not fit out of the history, and the status stays', () => {
    const issued = orderEvent('WaitingIssue', 'Issued', '10:00:30')
    const canceled = orderEvent('WaitingIssue', 'Canceled', '10:00:40')
    const revoked = orderEvent('Issued', 'Revoked', '10:00:50')
    const life = order(issued, revoked, canceled)
    expect(lastAnswer(life).verdict).toBe('stale')
    expect(lastAnswer(life).reason).toContain('does not fit')
    expect(life).toMatchObject({ head: { status: 'Revoked', gaps: 1 }, refused: 1 })
    // Also where one that is newer than the head was refused before.
    const refused = orderEvent('InConfirmation', 'WaitingIssue', '10:01:00')
    expect(verdictsOf(order(issued, revoked, refused, canceled)).slice(2)).toEqual(['regression', 'stale'])
  })

  it('leaves the time of the head as it is, also when the older event has its status', () => {
    const again = orderEvent('WaitingValidation', 'InValidation', '10:01:30')
    expect(order(created, again).head?.since).toBe('2025-03-18T10:01:30Z')
    // It took the status at the earlier time, which is known only now.
    expect(order(created, again, inValidation).head?.since).toBe('2025-03-18T10:01:00Z')
    expect(lastAnswer(order(created, again, inValidation)).verdict).toBe('stale')
  })

  it('tells a regression from an older event: newer than the head, though older than one refused before', () => {
    const declined = orderEvent('InConfirmation', 'Declined', '10:04:00')
    const late = orderEvent('Issued', 'WaitingValidation', '10:09:00')
    const between = orderEvent('Issued', 'InValidation', '10:06:00')
    const life = order(created, declined, late, between)
    expect(lastAnswer(life).verdict).toBe('regression')
    expect(life).toMatchObject({ head: { status: 'Declined' }, refused: 2 })
  })
})

describe('a late event that turns others', () => {
  const first = orderEvent('WaitingConfirmation', 'InConfirmation', '10:03:00')
  const backOnce = orderEvent('InConfirmation', 'WaitingConfirmation', '10:04:00')
  const backTwice = orderEvent('WaitingConfirmation', 'InValidation', '10:05:00')

  it('makes a refused event effective by being the predecessor that it attests', () => {
    const refused = order(first, backTwice)
    expect(verdictsOf(refused)).toEqual(['applied', 'regression'])
    expect(refused).toMatchObject({ head: { status: 'InConfirmation' }, refused: 1 })

    const life = order(first, backTwice, backOnce)
    expect(life).toMatchObject({ head: { status: 'InValidation', gaps: 1 }, refused: 0 })
    expect(lastAnswer(life).changed).toEqual([{ fingerprint: backTwice.fingerprint, effective: true }])
  })

  it('is applied when the status moves by it, though its own status is not where the order stands now', () => {
    const life = order(first, backTwice, backOnce)
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(lastAnswer(life).reason).toContain('the status is now InValidation')
  })

  it('leaves the verdict on record that was answered to the refused one', () => {
    const life = order(first, backTwice, backOnce)
    expect(life.log.map(({ verdict, effective }) => [verdict, effective])).toEqual([
      ['applied', true],
      ['regression', true],
      ['applied', true],
    ])
  })

  it('can make an effective event lose its effect, and the status moves back to what the history says', () => {
    const canceled = orderEvent('WaitingIssue', 'Canceled', '10:04:00')
    const issued = orderEvent('WaitingIssue', 'Issued', '10:02:00')
    const life = order(created, canceled, issued)
    expect(life).toMatchObject({ head: { status: 'Issued', gaps: 1 }, refused: 1 })
    expect(lastAnswer(life)).toMatchObject({
      verdict: 'applied',
      changed: [{ fingerprint: canceled.fingerprint, effective: false }],
    })
    expect(effectiveIn(life)).not.toContain(canceled.fingerprint)
  })
})

describe('an event without a usable time', () => {
  const undated = (previousStatus: string | null, status: string): Sent => ({
    ...orderEvent(previousStatus, status, '10:00:00'),
    fingerprint: JSON.stringify([previousStatus, status, 'yesterday']),
    occurredAt: null,
  })

  it('takes its place in the history by its arrival, and its status has no time', () => {
    const life = order(created, undated('WaitingValidation', 'InValidation'))
    expect(verdictsOf(life)).toEqual(['applied', 'applied'])
    expect(life.head).toMatchObject({ status: 'InValidation', since: null, gaps: 0 })
  })

  it('stands behind what comes after it and happened before it arrived, and refuses none of that', () => {
    const validation = orderEvent('WaitingValidation', 'InValidation', '10:05:00')
    const life = order(created, undated('Nowhere', 'Canceled'), validation)
    expect(life).toMatchObject({ head: { status: 'Canceled', gaps: 1 }, refused: 0 })
    expect(verdictsOf(life)).toEqual(['applied', 'applied', 'stale'])
  })

  it('stands after what happened before it arrived, and before what happens later', () => {
    const afterwards: Sent = {
      ...orderEvent('InValidation', 'WaitingConfirmation', '10:00:00'),
      occurredAt: '2026-01-01T00:00:00Z',
    }
    const life = order(undated('WaitingValidation', 'InValidation'), afterwards, created)
    expect(life.head).toMatchObject({ status: 'WaitingConfirmation', gaps: 0 })
  })
})
