/** The log of an entity is read only where an event takes its place before others; all others are one step on the head. */
import { describe, expect, it } from 'vitest'
import { position } from '../../src/lifecycle/history.ts'
import { judge } from '../../src/lifecycle/verdict.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { arrivalTime, orderEvent, type Sent, transactionEvent } from '../tools/lives.ts'

/** How often the log is read for the second of two events that arrive in the same millisecond. */
function readsFor({ lifeCycle }: Provider, first: Sent, second: Sent): number {
  let reads = 0
  const stored = { ...first, receivedAt: arrivalTime(0), effective: true }
  const { standing } = judge(
    lifeCycle,
    null,
    () => [],
    stored,
    () => null,
  )
  const log = () => {
    reads += 1
    return [stored]
  }
  judge(lifeCycle, standing, log, { ...second, receivedAt: arrivalTime(0) }, () => null)
  return reads
}

describe('the log', () => {
  const inValidation = orderEvent('WaitingValidation', 'InValidation', '10:01:00')

  it('is not read for an order that goes on', () => {
    expect(readsFor(amplia, inValidation, orderEvent('InValidation', 'Declined', '10:01:01.000001'))).toBe(0)
  })

  it.each(['10:00:00', '10:01:00', '10:01:00.000001', '10:01:01'])(
    'is read for an event at %s, where the head is of 10:01:00 and two clocks may be a second apart',
    (at) => {
      expect(readsFor(amplia, inValidation, orderEvent(null, 'WaitingValidation', at))).toBe(1)
    },
  )

  it('is read for every event from the first on that has no usable date', () => {
    const undated = { ...inValidation, occurredAt: null }
    const later = orderEvent('InValidation', 'Declined', '11:00:00')
    expect(readsFor(amplia, inValidation, { ...later, occurredAt: null })).toBe(1)
    expect(readsFor(amplia, undated, later)).toBe(1)
  })

  it('is never read for a transaction, not even for two events of one millisecond', () => {
    expect(readsFor(safe2pay, transactionEvent(1), transactionEvent(3))).toBe(0)
  })

  it('of a payment has its last place where its event arrived, which no column need say once more', () => {
    const paid = { ...transactionEvent(3), receivedAt: arrivalTime(0) }
    expect(
      judge(
        safe2pay.lifeCycle,
        null,
        () => [],
        paid,
        () => null,
      ).standing.lastPosition,
    ).toBe(position(paid))
  })
})
