/** A status that the table lacks counts only where the sender itself says to which status it belongs. */
import { describe, expect, it } from 'vitest'
import { lastAnswer, order, orderEvent, payment, transactionEvent, verdictsOf } from '../tools/lives.ts'

const NEW = 'WaitingResources'
const inValidation = orderEvent(null, 'InValidation', '10:00:00')

describe('an order in a status that the table lacks', () => {
  const unlisted = orderEvent('InValidation', NEW, '10:01:00')

  it('stands there when the event names the status that it leaves, with a warning', () => {
    const life = order(inValidation, unlisted)
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(lastAnswer(life).warnings).toEqual([`The life cycle does not know the status ${NEW}.`])
    expect(life).toMatchObject({
      head: { status: NEW, knownStatus: 'InValidation', since: '2025-03-18T10:01:00Z', gaps: 0 },
      refused: 0,
    })
  })

  it('goes on from there without a gap, judged from the last status that the table knows', () => {
    const on = orderEvent(NEW, 'WaitingConfirmation', '10:02:00')
    const life = order(inValidation, unlisted, on)
    expect(lastAnswer(life)).toMatchObject({ verdict: 'applied', warnings: [] })
    expect(life.head).toMatchObject({
      status: 'WaitingConfirmation',
      knownStatus: 'WaitingConfirmation',
      gaps: 0,
    })
  })

  it('goes on through two of them', () => {
    const life = order(inValidation, unlisted, orderEvent(NEW, 'Newer', '10:02:00'))
    expect(life.head).toMatchObject({ status: 'Newer', knownStatus: 'InValidation', gaps: 0 })
    expect(order(...[inValidation, unlisted], orderEvent(NEW, 'Declined', '10:02:00')).head?.status).toBe(
      'Declined',
    )
  })

  it('goes back to the status before it', () => {
    const life = order(inValidation, unlisted, orderEvent(NEW, 'InValidation', '10:02:00'))
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(lastAnswer(life).notices).toEqual([])
    expect(life.head).toMatchObject({ status: 'InValidation', since: '2025-03-18T10:02:00Z', gaps: 0 })
  })

  it('goes back to it over a gap, where the event names what has not arrived', () => {
    const life = order(inValidation, unlisted, orderEvent('Newer', 'InValidation', '10:02:00'))
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(life).toMatchObject({ head: { status: 'InValidation', gaps: 1 }, refused: 0 })
  })

  it('can be sent back from there, when the event attests it', () => {
    const back = orderEvent(NEW, 'WaitingValidation', '10:02:00')
    expect(order(inValidation, unlisted, back).head).toMatchObject({ status: 'WaitingValidation', gaps: 0 })
  })

  it('refuses to be sent back from there by an event that names another predecessor', () => {
    const back = orderEvent('InValidation', 'WaitingValidation', '10:02:00')
    const life = order(inValidation, unlisted, back)
    // With a clock of its own an old event is known to be old: nobody has to look.
    expect(lastAnswer(life)).toMatchObject({ verdict: 'regression', warnings: [] })
    expect(life).toMatchObject({ head: { status: NEW }, refused: 1 })
  })

  it('counts a gap where the next event names a predecessor that has not arrived', () => {
    const on = orderEvent('WaitingConfirmation', 'InConfirmation', '10:03:00')
    expect(order(inValidation, unlisted, on).head).toMatchObject({ status: 'InConfirmation', gaps: 1 })
  })

  it('amends it when it comes again', () => {
    const again = orderEvent('InValidation', NEW, '10:01:30', { saleNumber: '48' })
    const life = order(inValidation, unlisted, again)
    expect(lastAnswer(life).verdict).toBe('amended')
    expect(life.head).toMatchObject({
      status: NEW,
      since: '2025-03-18T10:01:00Z',
      facts: { saleNumber: '48' },
    })
  })

  it('may begin in one, when the event says that nothing came before', () => {
    const life = order(orderEvent(null, NEW, '10:00:00'))
    expect(verdictsOf(life)).toEqual(['applied'])
    expect(life).toMatchObject({ head: { status: NEW, knownStatus: null, gaps: 0 }, refused: 0 })
    expect(
      order(orderEvent(null, NEW, '10:00:00'), orderEvent(NEW, 'InValidation', '10:01:00')).head,
    ).toMatchObject({
      status: 'InValidation',
      knownStatus: 'InValidation',
      gaps: 0,
    })
  })

  it('goes on from one that it began in as from nothing, without a word about a move that no document lists', () => {
    const life = order(orderEvent(null, NEW, '10:00:00'), orderEvent(NEW, 'InValidation', '10:01:00'))
    expect(lastAnswer(life)).toMatchObject({ verdict: 'applied', warnings: [] })
  })
})

describe('attested after an end', () => {
  it.each(['Revoked', 'Declined', 'Canceled'])('goes on from %s, because the sender says so', (end) => {
    const life = order(orderEvent(null, end, '10:00:00'), orderEvent(end, NEW, '10:01:00'))
    expect(lastAnswer(life).verdict).toBe('applied')
    expect(life).toMatchObject({ head: { status: NEW, knownStatus: end }, refused: 0 })
  })
})

describe('unattested', () => {
  it('keeps it beside the history when it names another predecessor, with a warning', () => {
    const life = order(inValidation, orderEvent('WaitingConfirmation', NEW, '10:01:00'))
    expect(lastAnswer(life)).toMatchObject({
      verdict: 'unknown',
      warnings: [`The life cycle does not know the status ${NEW}.`],
    })
    expect(life).toMatchObject({ head: { status: 'InValidation', gaps: 0 }, refused: 1 })
  })

  it('leaves an order without a status when it comes first and names a predecessor', () => {
    const life = order(orderEvent('InValidation', NEW, '10:01:00'))
    expect(verdictsOf(life)).toEqual(['unknown'])
    expect(life).toMatchObject({ head: null, refused: 1 })
    expect(lastAnswer(life).reason).toContain('no status yet')
  })

  it('counts it once the predecessor arrives that it names', () => {
    const unlisted = orderEvent('InValidation', NEW, '10:01:00')
    const life = order(unlisted, inValidation)
    expect(verdictsOf(life)).toEqual(['unknown', 'applied'])
    expect(life).toMatchObject({ head: { status: NEW, gaps: 0 }, refused: 0 })
    expect(lastAnswer(life).changed).toEqual([{ fingerprint: unlisted.fingerprint, effective: true }])
  })

  it.each(['Revoked', 'Declined', 'Canceled'])('refuses it after %s where it names another one', (end) => {
    const life = order(orderEvent(null, end, '10:00:00'), orderEvent('Issued', NEW, '10:01:00'))
    expect(lastAnswer(life).verdict).toBe('unknown')
    expect(life).toMatchObject({ head: { status: end }, refused: 1 })
  })

  it('takes an older one for stale', () => {
    const life = order(inValidation, orderEvent('WaitingValidation', NEW, '09:00:00'))
    expect(lastAnswer(life).verdict).toBe('stale')
    expect(life).toMatchObject({ head: { status: 'InValidation' }, refused: 1 })
  })
})

describe('a transaction in a status that the table lacks', () => {
  it.each([9, 10, 16, 17, 99])('keeps %i beside the history and the status as it is', (status) => {
    const life = payment(1, status)
    expect(lastAnswer(life)).toMatchObject({
      verdict: 'unknown',
      warnings: [`The life cycle does not know the status ${status}.`],
    })
    expect(life).toMatchObject({ head: { status: '1' }, refused: 1 })
  })

  it('has no status when it comes first, and takes the next one that the table knows', () => {
    const life = payment(99, 1)
    expect(verdictsOf(life)).toEqual(['unknown', 'applied'])
    expect(life.answers[0]?.head).toBeNull()
    expect(life).toMatchObject({ head: { status: '1' }, refused: 1 })
  })

  it('refuses it also where the event names the head as its predecessor', () => {
    const attested = { ...transactionEvent(99), previousStatus: '1' }
    expect(lastAnswer(payment(1, attested)).verdict).toBe('unknown')
  })
})

describe.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
  'a status named %s',
  (name) => {
    it('is one that the table lacks, like any other', () => {
      const life = order(inValidation, orderEvent('InValidation', name, '10:01:00'))
      expect(life.head).toMatchObject({ status: name, knownStatus: 'InValidation' })
      expect(order(inValidation, orderEvent('Issued', name, '10:01:00'))).toMatchObject({ refused: 1 })
      expect(payment(name)).toMatchObject({ head: null, refused: 1 })
    })

    it('is nothing as a predecessor either', () => {
      const life = order(inValidation, orderEvent(name, 'WaitingValidation', '10:01:00'))
      expect(lastAnswer(life).verdict).toBe('regression')
    })
  },
)
