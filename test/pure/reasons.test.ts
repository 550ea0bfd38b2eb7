/** Every delivery is answered with a sentence that a person can read: the status in words, and what became of it. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LifeCycle } from '../../src/lifecycle/life-cycle.ts'
import { describe as inWords } from '../../src/lifecycle/reason.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { arrivalOrder, orderHistory, transactionHistory, walk } from '../tools/arbitrary-histories.ts'
import { type Life, lastAnswer, live, orderEvent, type Sent, transactionEvent } from '../tools/lives.ts'

function expectSentences(cycle: LifeCycle, deliveries: readonly Sent[], { answers }: Life): void {
  for (const [place, { verdict, reason, warnings }] of answers.entries()) {
    if (verdict === 'duplicate') continue
    expect(reason).toContain(inWords(cycle, deliveries[place]?.status ?? ''))
    for (const text of [reason, ...warnings]) expect(text).toMatch(/^[A-Z_a-z].*\.$/)
    expect([reason, ...warnings].join(' ')).not.toMatch(/\b(undefined|null|NaN)\b|\[object| {2}/)
  }
}

describe('the reason', () => {
  it('is a sentence about the status, whatever becomes of an order', () => {
    fc.assert(
      fc.property(orderHistory.chain(arrivalOrder), (deliveries) => {
        expectSentences(amplia.lifeCycle, deliveries, live(amplia, deliveries))
      }),
      { numRuns: 500 },
    )
  })

  it('is a sentence about the status, whatever becomes of a transaction', () => {
    const histories = walk(safe2pay.lifeCycle).chain(transactionHistory).chain(arrivalOrder)
    fc.assert(
      fc.property(histories, (deliveries) => {
        expectSentences(safe2pay.lifeCycle, deliveries, live(safe2pay, deliveries))
      }),
      { numRuns: 500 },
    )
  })

  it('says of a payment that it is paid, and of a release that it is not', () => {
    const paid = lastAnswer(live(safe2pay, [transactionEvent(1), transactionEvent(3)]))
    expect(paid.reason).toContain('Autorizado (paid)')
    const released = lastAnswer(live(safe2pay, [transactionEvent(1), transactionEvent(11)]))
    expect(released.reason).toContain('Liberado (released by a user, not paid)')
  })

  it('names the predecessor of a first event that has not arrived', () => {
    const life = live(amplia, [orderEvent('WaitingIssue', 'Issued', '10:00:00')])
    expect(lastAnswer(life).reason).toMatch(/WaitingIssue.*has not arrived/)
  })
})
