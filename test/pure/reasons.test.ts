/** Every event has a reason as data, and every reason is a sentence that a person can read, in both languages. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameIn, noticeTexts, reasonText } from '../../src/language/en.ts'
import { sentence } from '../../src/language/language.ts'
import { portuguese } from '../../src/language/pt.ts'
import type { LifeCycle } from '../../src/lifecycle/life-cycle.ts'
import { gravestOf, NOTICE_KINDS, type Notice } from '../../src/lifecycle/notice.ts'
import type { Reason } from '../../src/lifecycle/reason.ts'
import { en } from '../../src/pages/text/en.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { arrivalOrder, orderHistory, transactionHistory, walk } from '../tools/arbitrary-histories.ts'
import {
  created,
  inConfirmation,
  inValidation,
  type Life,
  lastAnswer,
  live,
  order,
  orderEvent,
  payment,
  type Sent,
  transactionEvent,
  waitingConfirmation,
} from '../tools/lives.ts'

function expectSentences(cycle: LifeCycle, deliveries: readonly Sent[], { answers }: Life): void {
  for (const [place, { verdict, reason, warnings }] of answers.entries()) {
    if (verdict === 'duplicate') continue
    expect(reason).toContain(nameIn(cycle)(deliveries[place]?.status ?? ''))
    for (const text of [reason, ...warnings]) expect(text).toMatch(/^[A-Z_a-z].*\.$/)
    expect([reason, ...warnings].join(' ')).not.toMatch(/\b(undefined|null|NaN)\b|\[object| {2}/)
  }
}

const NEW = 'WaitingResources'
/** Two days from each arrival to the next. */
const daily = (delivery: number): string => new Date(Date.UTC(2026, 0, 1 + 2 * delivery)).toISOString()
const sentBack = orderEvent('WaitingConfirmation', 'InValidation', '10:03:00')
const sentBackOnce = orderEvent('InConfirmation', 'WaitingConfirmation', '10:04:00')
const sentBackTwice = orderEvent('WaitingConfirmation', 'InValidation', '10:05:00')
const canceled = orderEvent('WaitingIssue', 'Canceled', '10:04:00')
const revoked = orderEvent('Issued', 'Revoked', '10:05:00')

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
    const paid = lastAnswer(payment(1, 3))
    expect(paid.reason).toContain('Autorizado (paid)')
    const released = lastAnswer(payment(1, 11))
    expect(released.reason).toContain('Liberado (released by a user, not paid)')
  })

  it.each<[outcome: string, life: () => Life, why: Reason, english: string, portuguese: string]>([
    [
      'an order that begins',
      () => order(created),
      { kind: 'first', to: 'WaitingValidation', missing: null },
      'The first known status is WaitingValidation (order created).',
      'O primeiro status conhecido é «WaitingValidation».',
    ],
    [
      'an order of which only a later event is known',
      () => order(orderEvent('WaitingIssue', 'Issued', '10:00:00')),
      { kind: 'first', to: 'Issued', missing: 'WaitingIssue' },
      'The first known status is Issued (certificate issued). The status before it, WaitingIssue, has not arrived.',
      'O primeiro status conhecido é «Issued». Falta um evento: «WaitingIssue» não foi recebido.',
    ],
    [
      'an order that begins in a status that the table lacks',
      () => order(orderEvent(null, NEW, '10:00:00')),
      { kind: 'first', to: NEW, missing: null },
      `The first known status is ${NEW}.`,
      `O primeiro status conhecido é «${NEW}».`,
    ],
    [
      'a move',
      () => order(created, inValidation),
      { kind: 'moved', from: 'WaitingValidation', to: 'InValidation' },
      'The status moved from WaitingValidation (order created) to InValidation (being validated).',
      'O status passou de «WaitingValidation» para «InValidation».',
    ],
    [
      'a move of an order that has a gap already',
      () => order(inValidation, waitingConfirmation),
      { kind: 'moved', from: 'InValidation', to: 'WaitingConfirmation' },
      'The status moved from InValidation (being validated) to WaitingConfirmation (in the queue for confirmation).',
      'O status passou de «InValidation» para «WaitingConfirmation».',
    ],
    [
      'a move over something that has not arrived',
      () => order(created, waitingConfirmation),
      { kind: 'moved_over_gap', from: 'WaitingValidation', to: 'WaitingConfirmation' },
      'The status moved from WaitingValidation (order created) to WaitingConfirmation (in the queue for confirmation); the events between them have not arrived.',
      'O status passou de «WaitingValidation» para «WaitingConfirmation»; faltam os eventos intermediários.',
    ],
    [
      'a payment of a boleto that was written off',
      () => payment([7], [3]),
      { kind: 'late', from: '7', to: '3' },
      'Autorizado (paid) came after Baixado (closed without payment), against expectation: the status moved.',
      '«3» não era esperado depois de «7»; o status foi atualizado.',
    ],
    [
      'an order sent back',
      () => order(waitingConfirmation, sentBack),
      { kind: 'sent_back', from: 'WaitingConfirmation', to: 'InValidation' },
      'Sent back from WaitingConfirmation (in the queue for confirmation) to InValidation (being validated): the event itself says so.',
      'Voltou de «WaitingConfirmation» para «InValidation», segundo o próprio evento.',
    ],
    [
      'a move that the table lacks, attested',
      () => order(canceled, orderEvent('Canceled', 'InValidation', '10:05:00')),
      { kind: 'unlisted_move', from: 'Canceled', to: 'InValidation' },
      'The status moved from Canceled (order canceled) to InValidation (being validated): the life cycle has no such move, but the event itself says so.',
      'O status passou de «Canceled» para «InValidation», segundo o próprio evento; o ciclo de vida não tem essa transição.',
    ],
    [
      'a payment that goes back after days',
      () => live(safe2pay, [transactionEvent(5), transactionEvent(3)], daily),
      { kind: 'reversal', from: '5', to: '3' },
      'The status went back from Em disputa (disputed by the card holder) to Autorizado (paid): this arrived too late to be an older event.',
      'O status voltou de «5» para «3»: chegou tarde demais para ser um evento mais antigo.',
    ],
    [
      'a status that the table lacks, attested',
      () => order(inValidation, orderEvent('InValidation', NEW, '10:03:00')),
      { kind: 'unlisted', from: 'InValidation', to: NEW },
      `${NEW} is not in the life cycle, but the event says that it follows InValidation (being validated): the status moved.`,
      `«${NEW}» não está no ciclo de vida, mas, segundo o evento, vem depois de «InValidation»: o status foi atualizado.`,
    ],
    [
      'a status that the table lacks, unattested',
      () => order(inValidation, orderEvent('Issued', NEW, '10:03:00')),
      { kind: 'unplaced', status: NEW, head: 'InValidation' },
      `${NEW} is not in the life cycle, and nothing says where it belongs: kept, the status stays InValidation (being validated).`,
      `«${NEW}» não está no ciclo de vida, e nada diz onde ele se encaixa: guardado; o status continua «InValidation».`,
    ],
    [
      'a status that the table lacks, unattested and first',
      () => order(orderEvent('Issued', NEW, '10:03:00')),
      { kind: 'unplaced', status: NEW, head: null },
      `${NEW} is not in the life cycle, and nothing says where it belongs: kept, no status yet.`,
      `«${NEW}» não está no ciclo de vida, e nada diz onde ele se encaixa: guardado; ainda sem status.`,
    ],
    [
      'other details of a payment',
      () => payment([3], [3, { amountCents: 1 }]),
      { kind: 'amended', status: '3' },
      'Autorizado (paid) again: its details are replaced, the status stays.',
      '«3» de novo: os detalhes foram atualizados; o status não muda.',
    ],
    [
      'an older event that fits',
      () => order(waitingConfirmation, inValidation),
      { kind: 'older', status: 'InValidation', head: 'WaitingConfirmation' },
      'InValidation (being validated) happened before WaitingConfirmation (in the queue for confirmation), which is already known: it is added to the history, the status stays.',
      '«InValidation» aconteceu antes de «WaitingConfirmation», que já era conhecido: foi incluído no histórico; o status não muda.',
    ],
    [
      'an older event that does not fit',
      () => order(orderEvent(null, 'Issued', '10:00:00'), revoked, canceled),
      { kind: 'older_unfit', status: 'Canceled', head: 'Revoked' },
      'Canceled (order canceled) happened before Revoked (certificate revoked) and does not fit the history there: it is kept, the status stays.',
      '«Canceled» aconteceu antes de «Revoked» e não se encaixa no histórico: foi guardado; o status não muda.',
    ],
    [
      'an event that would move a payment back',
      () => payment([3], [1]),
      { kind: 'step_back', from: '3', to: '1' },
      'Pendente (awaiting payment) would move the status back from Autorizado (paid): refused, the status stays.',
      '«1» faria o status voltar de «3»: recusado; o status não muda.',
    ],
    [
      'an event that no way leads to',
      () => payment([8], [7]),
      { kind: 'no_way', from: '8', to: '7' },
      'There is no move from Recusado (declined) to Baixado (closed without payment), or back: refused, the status stays.',
      'Não existe transição de «8» para «7»: recusado; o status não muda.',
    ],
    [
      'a late event by which a refused one counts',
      () => order(inConfirmation, sentBackTwice, sentBackOnce),
      { kind: 'completed', status: 'WaitingConfirmation', now: 'InValidation' },
      'WaitingConfirmation (in the queue for confirmation) came late and completes the history: the status is now InValidation (being validated).',
      '«WaitingConfirmation» chegou atrasado e completa o histórico: o status agora é «InValidation».',
    ],
    [
      'a late event by which one that counted no longer does',
      () => order(canceled, orderEvent(null, 'Issued', '10:00:00')),
      { kind: 'overtook', status: 'Issued', from: 'Canceled', now: 'Issued' },
      'Issued (certificate issued) came late but happened before Canceled (order canceled), which no longer counts after it: the status is now Issued (certificate issued).',
      '«Issued» chegou atrasado, mas aconteceu antes de «Canceled», que deixou de valer: o status agora é «Issued».',
    ],
  ])('of %s says just what became of it', (_, life, why, inEnglish, inPortuguese) => {
    const answer = lastAnswer(life())
    expect(answer.why).toEqual(why)
    expect(answer.reason).toBe(inEnglish)
    expect(sentence(portuguese, 'reasons', why, (status) => `«${status}»`)).toBe(inPortuguese)
  })

  it.each<[why: Reason, english: string, portuguese: string]>([
    [
      { kind: 'read', from: '3', to: '6' },
      'The sender was asked and says Estornado (refunded), not Autorizado (paid); it sent no webhook for that.',
      'O remetente foi consultado e informou «6», e não «3»; o webhook dessa mudança não chegou.',
    ],
    [
      { kind: 'read', from: null, to: '3' },
      'The sender was asked and says Autorizado (paid); it sent no webhook.',
      'O remetente foi consultado e informou «3»; nenhum webhook chegou.',
    ],
    [
      { kind: 'confirmed', status: '3' },
      'The sender was asked and says the same: Autorizado (paid).',
      'O remetente foi consultado e confirmou: «3».',
    ],
  ])(
    'of what the sender said when it was asked, %j, is a sentence in both languages',
    (why, ...sentences) => {
      expect([
        reasonText(safe2pay.lifeCycle, why),
        sentence(portuguese, 'reasons', why, (status) => `«${status}»`),
      ]).toEqual(sentences)
    },
  )

  it('takes what a sender wrote as it is, whatever stands in it', () => {
    const why = { kind: 'moved', from: '{to}', to: '$& {from, money}' } as const
    expect(reasonText(safe2pay.lifeCycle, why)).toBe('The status moved from {to} to $& {from, money}.')
  })

  it('names nothing as missing before an event whose sender does not chain its events', () => {
    const { why } = lastAnswer(payment({ ...transactionEvent(3), previousStatus: '1' }))
    expect(why).toEqual({ kind: 'first', to: '3', missing: null })
  })

  it('of an event that was known says when it came first, and what became of it then', () => {
    const why = { kind: 'duplicate', of: 'applied', receivedAt: '2026-07-15T12:00:00.000Z' } as const
    expect(reasonText(amplia.lifeCycle, why)).toBe(
      'Already received at 2026-07-15T12:00:00.000Z (applied): nothing changes.',
    )
    expect(sentence(portuguese, 'reasons', why, (status) => status)).toBe(
      'Já recebido em 2026-07-15T12:00:00.000Z (applied): nada muda.',
    )
  })

  it('that an older version wrote stands as it is, in both languages', () => {
    const why = { kind: 'written', sentence: 'The status moved.' } as const
    expect(reasonText(amplia.lifeCycle, why)).toBe('The status moved.')
    expect(sentence(portuguese, 'reasons', why, (status) => status)).toBe('The status moved.')
  })

  it('of a kind that only a newer version knows stands as it is stored', () => {
    const stored = { kind: 'constructor', from: '1' }
    expect(reasonText(amplia.lifeCycle, stored as unknown as Reason)).toBe(
      '{"kind":"constructor","from":"1"}',
    )
  })
})

/** Of each kind: the data, and the sentence in English and in Portuguese. */
const NOTICES: readonly (readonly [notice: Notice, english: string, portuguese: string])[] = [
  [
    { kind: 'out_of_place', status: 'Canceled', by: 'Issued' },
    'Canceled (order canceled) no longer counts: Issued (certificate issued) happened before it.',
    '«Canceled» deixou de valer: «Issued» aconteceu antes.',
  ],
  [
    { kind: 'amount_changed', fromCents: 123_456, toCents: 14_000 },
    'The amount changed after payment, from 123456 to 14000 cents.',
    'O valor mudou depois do pagamento, de R$ 1.234,56 para R$ 140,00.',
  ],
  [
    { kind: 'amount_changed', fromCents: 15_000, toCents: null },
    'The amount changed after payment, from 15000 cents to one that is too large.',
    'O valor mudou depois do pagamento, de R$ 150,00 para um valor grande demais.',
  ],
  [
    { kind: 'late_move', from: 'Canceled', to: 'Issued' },
    'Issued (certificate issued) after Canceled (order canceled) was not expected.',
    '«Issued» depois de «Canceled» não era esperado.',
  ],
  [
    { kind: 'unlisted_move', from: 'Canceled', to: 'Issued' },
    'The life cycle has no move from Canceled (order canceled) to Issued (certificate issued); the event itself says that it happened.',
    'O ciclo de vida não tem transição de «Canceled» para «Issued»; segundo o próprio evento, ela aconteceu.',
  ],
  [
    { kind: 'reversal', from: 'Canceled', to: 'Issued' },
    'The payment went back from Canceled (order canceled) to Issued (certificate issued).',
    'O pagamento voltou de «Canceled» para «Issued».',
  ],
  [
    { kind: 'step_back', from: 'Issued', to: 'Canceled' },
    'Canceled (order canceled) arrived while the payment is Issued (certificate issued): an old event that came late, or a step back. Ask the sender.',
    '«Canceled» chegou com o pagamento em «Issued»: pode ser um evento antigo e atrasado, ou uma volta de verdade. Consulte o remetente.',
  ],
  [
    { kind: 'step_back', from: 'Issued', to: 'Canceled', again: true },
    'Canceled (order canceled) arrived once more, in the same words, while the payment is Issued (certificate issued): an old event that came late, or the status has changed to it again. Ask the sender.',
    '«Canceled» chegou de novo, com o mesmo conteúdo, com o pagamento em «Issued»: pode ser um evento antigo e atrasado, ou o status voltou a ser esse. Consulte o remetente.',
  ],
  [
    { kind: 'read', from: 'Issued', to: 'Revoked' },
    'The webhook for Revoked (certificate revoked) never came: the status was Issued (certificate issued) until the sender was asked.',
    'O webhook de «Revoked» não chegou: o status era «Issued» até o remetente ser consultado.',
  ],
  [
    { kind: 'clock_contradicts_chain', status: 'Issued' },
    'The date of Issued (certificate issued) and its previous status contradict each other; the date was used.',
    'A data de «Issued» e o status anterior se contradizem; valeu a data.',
  ],
  [
    { kind: 'implausible_date', at: '2099-01-01T00:00:00Z' },
    'The date 2099-01-01T00:00:00Z cannot be right: the event is placed by the previous status that it names, or by its arrival.',
    'A data 2099-01-01T00:00:00Z não pode estar certa: o evento foi ordenado pelo status anterior que informa, ou pela chegada.',
  ],
  [
    { kind: 'unknown_status', status: NEW },
    `The life cycle does not know the status ${NEW}.`,
    `O ciclo de vida não conhece o status «${NEW}».`,
  ],
  [
    { kind: 'code_differs', taken: '11' },
    'TransactionStatus.Code differs from TransactionStatus.Id: 11 was used.',
    'TransactionStatus.Code difere de TransactionStatus.Id: foi usado o status 11.',
  ],
  [
    { kind: 'time_ignored', path: 'date' },
    'date is not a date: the event is placed in the history by its arrival, and its time is empty.',
    'date não é uma data: o evento foi ordenado pela chegada, e fica sem horário.',
  ],
  [
    { kind: 'field_ignored', path: 'PaymentDate', why: 'not_a_date' },
    'PaymentDate is not a date: the previous value stays.',
    'PaymentDate não é uma data: o valor anterior foi mantido.',
  ],
  [
    { kind: 'field_ignored', path: 'Amount', why: 'too_large' },
    'Amount is too large an amount: the previous value stays.',
    'Amount é um valor grande demais: o valor anterior foi mantido.',
  ],
  [
    { kind: 'field_ignored', path: 'Tid', why: 'other_form' },
    'Tid is not in its documented form: it is ignored.',
    'Tid não está no formato documentado: foi ignorado.',
  ],
  [
    { kind: 'field_ignored', path: 'Vendor', why: 'cut' },
    'Vendor is longer than its column: it is cut.',
    'Vendor é mais longo que a coluna: foi cortado.',
  ],
  [
    { kind: 'refund_exceeds', paidCents: 15_000, refundedCents: 20_000 },
    '20000 cents went back, and 15000 had been paid.',
    'Voltaram R$ 200,00, e o valor pago era R$ 150,00.',
  ],
  [
    { kind: 'text_masked', path: 'status' },
    'status does not have the form of a name: the parts that do not fit are masked.',
    'status não tem o formato de um nome: o que destoa foi mascarado.',
  ],
  [
    { kind: 'many_events', kept: 1000 },
    'It has 1000 events, as many as are kept: each new one replaces one that the history can do without.',
    'Tem 1000 eventos, o máximo que é guardado: cada evento novo substitui um que não faz falta no histórico.',
  ],
  [{ kind: 'notice', sentence: 'As it stands.' }, 'As it stands.', 'As it stands.'],
]

describe('a notice', () => {
  it.each(NOTICES)('%j is a sentence in both languages', (notice, inEnglish, inPortuguese) => {
    expect(noticeTexts(amplia.lifeCycle, [notice])).toEqual([inEnglish])
    expect(sentence(portuguese, 'notices', notice, (status) => `«${status}»`)).toBe(inPortuguese)
  })

  it('names money to a person, and cents to a sender', () => {
    const changed = { kind: 'amount_changed', fromCents: 123_456, toCents: 14_000 } as const
    expect(sentence(en.sentences, 'notices', changed, (status) => status)).toBe(
      'The amount changed after payment, from R$ 1,234.56 to R$ 140.00.',
    )
  })

  it.each<[event: string, life: () => Life, notice: Notice]>([
    [
      'a status that no longer counts, and the event that came late',
      () => order(canceled, orderEvent(null, 'Issued', '10:00:00')),
      { kind: 'out_of_place', status: 'Canceled', by: 'Issued' },
    ],
    ['a move against expectation', () => payment([7], [3]), { kind: 'late_move', from: '7', to: '3' }],
    [
      'a move that the table lacks',
      () => order(canceled, orderEvent('Canceled', 'InValidation', '10:05:00')),
      { kind: 'unlisted_move', from: 'Canceled', to: 'InValidation' },
    ],
    [
      'a payment that goes back after days',
      () => live(safe2pay, [transactionEvent(5), transactionEvent(3)], daily),
      { kind: 'reversal', from: '5', to: '3' },
    ],
    ['a refused step back', () => payment([3], [1]), { kind: 'step_back', from: '3', to: '1' }],
    [
      'a date from the future',
      () => order({ ...created, occurredAt: '2099-01-01T00:00:00Z' }),
      { kind: 'implausible_date', at: '2099-01-01T00:00:00Z' },
    ],
    [
      'a status that the table lacks',
      () => order(inValidation, orderEvent('InValidation', NEW, '10:03:00')),
      { kind: 'unknown_status', status: NEW },
    ],
    [
      'a status that the table lacks and that comes late',
      () => order(inValidation, orderEvent('Issued', NEW, '09:00:00')),
      { kind: 'unknown_status', status: NEW },
    ],
    [
      'an amount that changed after payment',
      () => payment([3, { amountCents: 150 }], [3, { amountCents: 140 }]),
      { kind: 'amount_changed', fromCents: 150, toCents: 140 },
    ],
    [
      'a refund of more than was paid',
      () => payment([3, { amountCents: 150 }], [6, { amountCents: 200, refundedCents: 200 }]),
      { kind: 'refund_exceeds', paidCents: 150, refundedCents: 200 },
    ],
  ])('names %s', (_, life, notice) => {
    expect(lastAnswer(life()).notices).toEqual([notice])
  })

  it('names a date that contradicts the chain, beside what the event does', () => {
    const life = order(
      orderEvent('InConfirmation', 'InValidation', '10:00:00'),
      orderEvent('Issued', 'Canceled', '10:00:00.2'),
      orderEvent('InValidation', 'InConfirmation', '10:00:00.4'),
      orderEvent('Canceled', 'Issued', '10:00:00.6'),
    )
    expect(lastAnswer(life).notices).toContainEqual({ kind: 'clock_contradicts_chain', status: 'Issued' })
  })

  it.each<[event: string, life: () => Life]>([
    ['the first event', () => order(created)],
    ['a move', () => order(created, inValidation)],
    ['an older event that fits', () => order(waitingConfirmation, inValidation)],
    ['the start of an order, after all else', () => order(inValidation, created)],
    ['an order sent back', () => order(waitingConfirmation, sentBack)],
    [
      'an amount that is too large to be read after payment',
      () => payment([3, { amountCents: 150 }], [3, { amountCents: null }]),
    ],
    ['an event without a way to it', () => payment([8], [7])],
    ['an order that is told to go back by an older event', () => order(waitingConfirmation, inValidation)],
  ])('is not given for %s', (_, life) => {
    expect(lastAnswer(life()).notices).toEqual([])
  })

  it('counts as graver than those that come after it, and none counts as nothing', () => {
    const kinds = [
      'out_of_place',
      'amount_changed',
      'late_move',
      'unknown_status',
      'code_differs',
      'time_ignored',
      'field_ignored',
      'notice',
    ] satisfies readonly Notice['kind'][]
    const byKind = kinds.map((kind) => NOTICES.flatMap(([each]) => (each.kind === kind ? [each] : [])))
    for (const [place, kind] of kinds.entries()) {
      const rest = byKind.slice(place).flat()
      expect(gravestOf(rest)).toBe(kind)
      expect(gravestOf([...rest].reverse())).toBe(kind)
    }
    expect(gravestOf([])).toBeNull()
  })

  it('is that of the others where a later event has settled a step back', () => {
    const back: Notice = { kind: 'step_back', from: '3', to: '1', again: true }
    const settled: Notice = { ...back, settledAt: '2026-11-26T10:00:00.000Z' }
    const late: Notice = { kind: 'late_move', from: '7', to: '3' }
    expect(gravestOf([back, late])).toBe('step_back')
    expect(gravestOf([settled, late])).toBe('late_move')
    expect(gravestOf([settled])).toBeNull()
  })

  it('comes first among the kinds as they are listed', () => {
    for (const [place, kind] of NOTICE_KINDS.entries()) {
      const rest = NOTICE_KINDS.slice(place).map((each) => ({ kind: each }) as Notice)
      expect(gravestOf(rest)).toBe(kind)
    }
  })
})
