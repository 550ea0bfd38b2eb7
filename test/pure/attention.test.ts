/** What a person should look at in one order or payment, as forwarded messages name it. */
import { describe, expect, it } from 'vitest'
import { attentionOf } from '../../src/lifecycle/attention.ts'
import type { Notice } from '../../src/lifecycle/notice.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import {
  created,
  inValidation,
  type Life,
  order,
  orderEvent,
  type Paid,
  payment,
  type Sent,
  transactionEvent,
} from '../tools/lives.ts'

type Seen = Parameters<typeof attentionOf>[1]

/** The log of a life of distinct events, as it is known after the last of them. */
const logOf = ({ log, answers }: Life): Seen =>
  log.map(({ verdict, effective }, index) => ({
    seq: index + 1,
    verdict,
    effective,
    notices: answers[index]?.notices ?? [],
  }))

const ofOrder = (...events: readonly Sent[]) => attentionOf(amplia.lifeCycle, logOf(order(...events)))
const ofPayment = (...events: readonly Paid[]) => attentionOf(safe2pay.lifeCycle, logOf(payment(...events)))

const waitingIssue = orderEvent('InValidation', 'WaitingIssue', '10:20:00')
const issued = orderEvent('WaitingIssue', 'Issued', '10:30:00')

describe('an order needs the attention of a person', () => {
  it.each<[string, readonly Sent[], readonly string[]]>([
    ['never, while all goes as it should', [created, inValidation, waitingIssue, issued], []],
    ['not for a gap, which a late event may close', [created, waitingIssue], []],
    ['not for an event that came late', [created, waitingIssue, inValidation], []],
    [
      'for a step back that nothing attests',
      [created, inValidation, waitingIssue, orderEvent('Issued', 'InValidation', '10:40:00')],
      ['regression'],
    ],
    [
      'also where the order goes on after it',
      [created, inValidation, orderEvent('Issued', 'WaitingValidation', '10:15:00'), waitingIssue],
      ['regression'],
    ],
    [
      'for a status to which no way leads',
      [created, issued, orderEvent('InConfirmation', 'Declined', '10:40:00')],
      ['conflict'],
    ],
    [
      'for a late event that does not fit, whatever its verdict',
      [
        issued,
        orderEvent('Issued', 'Revoked', '10:50:00'),
        orderEvent('WaitingIssue', 'Canceled', '10:40:00'),
      ],
      ['out_of_place'],
    ],
    [
      'for a move that the table lacks',
      [created, issued, orderEvent('Issued', 'WaitingIssue', '10:40:00')],
      ['unlisted_move'],
    ],
    [
      'for all of it, by name and each once',
      [
        created,
        inValidation,
        waitingIssue,
        orderEvent('Issued', 'WaitingValidation', '10:40:00'),
        orderEvent('Issued', 'InValidation', '10:41:00'),
        orderEvent('WaitingIssue', 'WaitingResources', '10:50:00'),
        orderEvent('InConfirmation', 'WaitingConfirmation', '10:55:00'),
      ],
      ['regression', 'unknown_status'],
    ],
  ])('%s', (_, events, kinds) => {
    expect(ofOrder(...events)).toEqual(kinds)
  })

  it('once, where a late event drives another one out: the one that did says so for both', () => {
    // Canceled counted, until it turned out that the order was issued before.
    const canceled = orderEvent('InValidation', 'Canceled', '10:40:00')
    const log = logOf(order(created, canceled, issued))
    expect(log.map(({ verdict, effective }) => [verdict, effective])).toEqual([
      ['applied', true],
      ['applied', false],
      ['applied', true],
    ])
    expect(attentionOf(amplia.lifeCycle, log)).toEqual(['out_of_place'])
    // Version 0.1.0 noted nothing.
    const unsaid = log.map((seen) => ({ ...seen, notices: [] }))
    expect(attentionOf(amplia.lifeCycle, unsaid)).toEqual(['out_of_place'])
  })
})

describe('a payment needs the attention of a person', () => {
  const again: Notice = { kind: 'step_back', from: '3', to: '1', again: true }

  it.each<[string, readonly (number | Sent)[], readonly string[]]>([
    ['never, while all goes as it should', [1, 3, 6], []],
    ['for a step back that nothing attests', [1, 3, 2], ['step_back']],
    ['no longer, once a later event counts', [1, 3, 2, 6], []],
    [
      'no longer, once the present status is said once more',
      [1, 3, 2, transactionEvent(3, { tid: '7' })],
      [],
    ],
    ['still, where the later event is refused as well', [1, 3, 2, 11], ['step_back']],
    ['for a status to which no way leads', [3, 13, 19], ['conflict']],
    ['for a move against expectation', [1, 7, 3], ['late_move']],
    ['for all of it, by name', [1, 7, 3, 13, 19], ['conflict', 'late_move']],
  ])('%s', (_, statuses, kinds) => {
    expect(ofPayment(...statuses)).toEqual(kinds)
  })

  it('where old words come again, which are noted on the newest event although that one counts', () => {
    const [first, second] = logOf(payment(1, 3))
    if (!first || !second) throw new Error('Two events were told')
    const noted = [first, { ...second, notices: [again] }]
    expect(attentionOf(safe2pay.lifeCycle, noted)).toEqual(['step_back'])
    expect(attentionOf(safe2pay.lifeCycle, [...noted, { ...second, seq: 3 }])).toEqual([])
  })

  it('not for a step back that version 0.1.0 refused without a notice', () => {
    const [first, second] = logOf(payment(3, 1))
    if (!first || !second) throw new Error('Two events were told')
    expect(attentionOf(safe2pay.lifeCycle, [first, { ...second, notices: [] }])).toEqual([])
  })
})
