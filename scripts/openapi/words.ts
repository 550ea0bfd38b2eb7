/**
 * What each field of the API means, with an example: a field has the words of its own object, or those that the field has
 * everywhere. docs/storage.md says the same of the columns of D1.
 */

/** A description and an example. */
export type Words = readonly [description: string, example: unknown]

type Fields = Readonly<Record<string, Words>>

const ORDER_ID = '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9'
const KEY = '5b0c1f7d9a3e4c62b8d1f0a7e6c3924d'
const QUARANTINED = 'safe2pay-9f2b6c1d4e8a70351c7d9e0b4f6a8213'

const FIELDS: Fields = {
  // Every list and step.
  items: ['One page of the list.', undefined],
  nextCursor: ['The `cursor` of the next page. Null on the last page.', null],
  // The order or transaction.
  provider: ['The sender: `amplia` for orders, `safe2pay` for transactions.', 'amplia'],
  id: ['The id of the order or transaction, as in the path.', ORDER_ID],
  entityId: ['The id of the order or transaction.', ORDER_ID],
  orderId: ["The order's id: Amplia's GUID in lower case.", ORDER_ID],
  orderNumber: [
    'The number of the order, as in the latest event that counts. Personal numbers are masked.',
    '800-005-520',
  ],
  saleNumber: ['The number of the sale that the order belongs to. Personal numbers are masked.', 'V-48281'],
  numberKey: ['A keyed digest of the order number, by which orders and transactions are joined.', KEY],
  saleKey: [
    'A keyed digest of the sale number or reference. An order and its payment have the same one.',
    KEY,
  ],
  transactionId: ["Safe2Pay's `IdTransaction`.", 119000114],
  reference: [
    "The merchant's own number, mostly the sale number or order number. Personal numbers are masked.",
    'V-48281',
  ],
  // Where it stands.
  status: ['The status.', 'InValidation'],
  statusName: ["The status's name, where the status is a code.", 'Autorizado'],
  statusSince: ['When it took this status. UTC.', '2026-11-25T18:26:03.358558Z'],
  meaning: ['What the status means, in English. Null for an unknown status.', 'being validated'],
  since: ['Since when. UTC.', '2026-11-25T18:26:03.358558Z'],
  head: ['The current status. Null while no event counts.', undefined],
  gaps: [
    'How many events are missing: statuses that its events name as the previous one and that have not arrived.',
    0,
  ],
  refused: ['Stored events that do not count.', 0],
  revision: ['Grows with every change. A higher one is newer.', 2],
  sequence: [
    'How often the status or details changed, as forwarded messages count it. Null if nothing is forwarded.',
    2,
  ],
  firstReceivedAt: ['When the first event arrived. UTC.', '2026-11-25T15:19:02.100Z'],
  lastReceivedAt: ['When the last event arrived. UTC.', '2026-11-25T18:26:04.212Z'],
  erasedAt: ['When its personal data was last erased. UTC. Null if never.', null],
  validationAgentId: ['The agent of the validation. A GUID.', 'c5f1ab0e-52c1-4bd0-9a39-6a3f2b0c7d11'],
  validationAgentName: ['The name of that agent.', 'Agente de validação'],
  confirmationAgentId: ['The agent of the confirmation. A GUID.', null],
  confirmationAgentName: ['The name of that agent.', null],
  // Payments.
  paymentMethod: [
    '1 boleto, 2 credit card, 3 crypto, 4 debit card, 6 Pix, 10 account debit. Other codes are possible.',
    6,
  ],
  paymentMethodName: ['The name of the method, as sent.', 'Pix'],
  application: ['The application, as sent.', 'Loja'],
  vendor: ['The vendor, as sent.', null],
  amountCents: ['The amount, in cents.', 34990],
  paidCents: ['The amount that was paid, in cents.', 34990],
  netCents: ['The amount after fees, in cents. Can be negative.', 34640],
  taxCents: ['The fees, in cents.', 350],
  discountCents: ['The discount, in cents.', 0],
  additionCents: ['The addition, in cents.', 0],
  refundedCents: [
    'The amount that went back by a refund or chargeback, in cents. Null if nothing did.',
    null,
  ],
  installments: ['Number of installments. 0 if the payment is not divided.', 0],
  createdAt: ['When the payment was created. UTC.', '2026-11-25T14:02:11.000Z'],
  paidAt: ['When it was paid, by Safe2Pay. UTC. Null while it is not paid.', '2026-11-25T18:25:40.000Z'],
  endToEndId: ['The id of the Pix.', 'E00360305202611251825aBcDeFgHiJk'],
  tid: ['The id that the acquirer gave a card payment.', null],
  authorizationCode: ['The authorization code of a card payment.', null],
  details: [
    'The declared fields of the latest body that counts. No key; personal numbers are masked. Null once erased.',
    { IdTransaction: 119000114, Amount: 349.9 },
  ],
  // A story.
  history: ['All stored events, in the order in which they happened.', undefined],
  quarantined: [
    'Open messages in quarantine about it, newest first. Null while D1 does not answer.',
    undefined,
  ],
  seq: ['The place of the event in the order of arrival, from 1.', 2],
  verdict: [
    'The result of the delivery: `applied`, `amended`, `stale`, `regression`, `conflict` or `unknown`. Decided on arrival and never rewritten.',
    'applied',
  ],
  effective: ['Whether the history, as known now, counts the event.', true],
  previousStatus: ['The status before, if the sender says it.', 'WaitingValidation'],
  occurredAt: [
    'When it happened, by the sender. UTC. Null if the sender does not say.',
    '2026-11-25T18:26:03.358558Z',
  ],
  receivedAt: ['When it arrived. UTC.', '2026-11-25T18:26:04.212Z'],
  origin: ['`received` as a webhook, or `read` from the sender when it was asked.', 'received'],
  reason: ['Why, in one English sentence.', 'The status moved from WaitingValidation to InValidation.'],
  notice: ['What a person should know about the event. Null if there is nothing.', null],
  noticeKind: ['The kind of the gravest notice. Filter by it, not by the words of `notice`.', null],
  rulesVersion: ['The version of the life cycle that judged the event.', 'amplia-1'],
  body: [
    'The body as it arrived, without keys and with personal numbers masked. Null if it is erased or too large.',
    { type: 'OrderStatusChanged' },
  ],
  erased: ['Whether the body is erased.', false],
  // Quarantine.
  issues: ['What is wrong in the body.', undefined],
  path: ['Where it is wrong.', 'TransactionStatus.Id'],
  message: ['What is wrong there.', 'Invalid input: expected number'],
  furtherEntityIds: ['Other orders or transactions that the body names, or may mean.', []],
  attempts: ['How often it arrived.', 1],
  resolvedAt: ['When it was resolved. UTC. Null while it is open.', null],
  resolution: ['How it was resolved: `judged`, or `dismissed: <reason>`. Null while it is open.', null],
  // Messages to a system of yours.
  timestamp: ['When the message was made. UTC.', '2026-11-25T18:26:05.000Z'],
  data: ['The content.', undefined],
  // What people did.
  by: ["The operator's name.", 'ana'],
  at: ['When. UTC.', '2026-11-25T19:00:00.000Z'],
  error: ['Why it failed. Null if it did not.', null],
}

/** The fields of one object that mean something else than elsewhere. */
const OWN: Readonly<Record<string, Fields>> = {
  Problem: {
    type: ['The kind of problem, as a URN. It never changes.', 'urn:catraca:problem:invalid-request'],
    title: ['The problem in a few words.', 'Request not understood'],
    status: ['The HTTP status.', 422],
    detail: ['What to do about it.', 'See errors for what to change.'],
    errors: [
      'What is wrong, field by field.',
      [{ path: 'limit', message: 'Expected a whole number from 1 to 200' }],
    ],
  },
  Order: { status: ["Amplia's name of the status.", 'InValidation'] },
  Transaction: {
    status: ['The code of the status. **3 is paid; 11 is released by a user and not paid.**', 3],
    statusName: ["Safe2Pay's name of the status.", 'Autorizado'],
    statusSince: [
      'When the event that brought this status arrived: Safe2Pay sends no time of the change. UTC.',
      '2026-11-25T18:26:04.212Z',
    ],
  },
  OrderStory: {
    status: ["Amplia's name of the status.", 'InValidation'],
    provider: ['Always `amplia`.', 'amplia'],
  },
  TransactionStory: {
    status: ['The code of the status. **3 is paid; 11 is released by a user and not paid.**', 3],
    statusName: ["Safe2Pay's name of the status.", 'Autorizado'],
    provider: ['Always `safe2pay`.', 'safe2pay'],
    id: ["Safe2Pay's `IdTransaction`, as text.", '119000114'],
    gaps: ['Always 0: the sender drops older messages.', 0],
  },
  ChangedTransaction: {
    provider: ['Always `safe2pay`.', 'safe2pay'],
    id: ["Safe2Pay's `IdTransaction`, as text.", '119000114'],
    status: ['The code of the status. 3 is paid; 11 is not paid.', 3],
  },
  Head: {
    status: ["Amplia's name of the status, or the code of Safe2Pay's as text.", 'InValidation'],
    since: [
      'When it took this status. UTC. Null if the sender gave no usable time.',
      '2026-11-25T18:26:03.358558Z',
    ],
  },
  HistoryEvent: { status: ["Amplia's name, or Safe2Pay's code as text.", 'InValidation'] },
  WaitingBody: {
    id: ['The id of the message in quarantine.', QUARANTINED],
    reason: ['Why it is there.', 'invalid_schema'],
  },
  Quarantined: {
    id: ['The id of the message in quarantine.', QUARANTINED],
    provider: ['The sender.', 'safe2pay'],
    reason: ['Why it could not become an event.', 'invalid_schema'],
    entityId: ['The order or transaction that the body names. Null if it names none.', '119000114'],
  },
  QuarantinedBody: {
    id: ['The id of the message in quarantine.', QUARANTINED],
    provider: ['The sender.', 'safe2pay'],
    reason: ['Why it could not become an event.', 'invalid_schema'],
    entityId: ['The order or transaction that the body names. Null if it names none.', '119000114'],
    body: [
      'The body, without keys and with personal numbers masked. Null if it no longer exists.',
      '{"IdTransaction":119000114}',
    ],
  },
  Replayed: {
    id: ['The id of the message in quarantine.', QUARANTINED],
    resolved: ['Whether it got a verdict now, and so is resolved.', true],
    verdict: ['The verdict. Null if it still cannot be understood.', 'applied'],
    errors: ['What is still wrong in it.', []],
  },
  ReplayedMany: {
    replayed: ['How many messages this call replayed.', 23],
    resolved: ['How many of them are resolved.', 21],
    verdicts: ['How often each verdict was given.', { applied: 20, stale: 1 }],
    nextCursor: ['The `cursor` of the next call. Null when all are done.', null],
  },
  Dismissal: { reason: ['Why it can be dismissed. Kept with it.', 'A test of the sender.'] },
  Dismissed: {
    id: ['The id of the message in quarantine.', QUARANTINED],
    dismissed: ['False if it was resolved already.', true],
  },
  Deleted: { id: ['The id of the message in quarantine.', QUARANTINED], deleted: ['Always true.', true] },
  AttentionItem: {
    kind: ['What needs attention. docs/queries.md, question 1, lists the kinds.', 'issued_money_back'],
    since: [
      'Since when it needs attention. UTC. It names the item, with kind, provider and id.',
      '2026-11-25T18:26:04.212Z',
    ],
    summary: [
      'The same in one English sentence.',
      'The certificate is issued, but the payment was refunded.',
    ],
    state: ['What was decided: `open`, `in_progress`, `resolved` or `ignored`.', 'open'],
    amountCents: ['The money at stake, in cents. 0 if none is.', 34990],
    transactionId: [
      'The payment that it is about, in addition to the order. Null if there is none.',
      119000114,
    ],
    note: ['What the operator wrote. Null if nobody did.', null],
    by: ['Who decided. Null if nobody has.', null],
    at: ['When it was decided. UTC. Null if nobody has.', null],
  },
  FindingKey: {
    kind: ['The kind of the item, as in the list.', 'issued_money_back'],
    since: ['The time of the item, as in the list.', '2026-11-25T18:26:04.212Z'],
  },
  Settlement: {
    items: ['The items, each named as in the list.', undefined],
    state: ['The new state.', 'resolved'],
    note: ['A sentence for colleagues. Optional.', 'Refund confirmed with the customer.'],
  },
  Settled: {
    settled: ['Items that have the new state.', undefined],
    unchanged: ['Items that changed since they were listed, or are gone. This call did not change them.', []],
  },
  RecordedOperation: {
    id: ['A number that grows.', 41],
    action: ['What was done.', 'settle'],
    provider: ['The sender of the order or transaction. Null if the operation was not about one.', 'amplia'],
    entityId: ['The order, transaction or message. Null if the operation was not about one.', ORDER_ID],
    orderNumber: ['The number of the order. Null if there is none.', '800-005-520'],
    detail: ['More about it: a reason, a note, a count.', 'issued_money_back: resolved'],
  },
  Refolded: {
    before: ['The status before. Null if there was none.', 'InValidation'],
    after: ['The status now.', 'InValidation'],
    changed: ['Events that count now and did not before, or the other way round.', []],
  },
  RefoldedEvent: { status: ['The status of the event.', 'InValidation'] },
  Erased: {
    at: ['When it was erased. UTC.', '2026-11-25T19:00:00.000Z'],
    bodies: ['How many bodies were erased.', 5],
    names: ['How many other texts with personal data were erased.', 2],
    quarantined: ['How many messages in quarantine were erased with it. Null if this is not known yet.', 0],
  },
  Reprojected: {
    entities: ['How many orders and transactions this call sent.', 100],
    nextCursor: ['The `cursor` of the next call. Null when all are done.', null],
    objects: ['What the named objects hold. Only if `ids` were given.', undefined],
  },
  ReprojectedObjects: {
    events: ['How many events they hold.', 12],
    heads: ['How many of them have a status.', 3],
    bodies: ['How many of them hold a message in quarantine.', 0],
    empty: ['Ids of objects that hold nothing.', []],
    waiting: ['Ids of objects to ask again: D1 was unavailable.', []],
    nameless: ['Ids of objects that do not know which order or transaction they hold.', []],
  },
  ObjectsToReproject: { ids: ['Ids of objects, 64 hexadecimal digits each.', ['0'.repeat(64)]] },
  ReprojectedOne: { reprojected: ['Always true.', true] },
  ResentOne: { resent: ['Whether a message will be sent. False if nothing was ever sent.', true] },
  Asked: {
    id: ["Safe2Pay's `IdTransaction`, as text.", '119000114'],
    result: ['The result: `same`, `settled`, `resent`, `read`, `overtaken` or `failed`.', 'same'],
    told: ['What Safe2Pay says. Null if it did not answer.', undefined],
    askedAgainAt: ['When it will be asked again. UTC. Null if nothing is planned.', null],
  },
  ToldStatus: { status: ['The code, as text.', '3'] },
  AskFailure: {
    kind: ['What went wrong.', 'timeout'],
    detail: ['What Safe2Pay said. Null if it said nothing.', null],
  },
  Completeness: {
    isOn: ['Whether Safe2Pay is asked: SAFE2PAY_API_KEY is set.', true],
    nights: ['What the last nights found, newest first.', undefined],
  },
  Night: {
    day: ['The night: a day in UTC.', '2026-11-25'],
    list: ["Safe2Pay's list: `transactions` or `chargebacks`.", 'transactions'],
    fromDay: ['The first day that was compared.', '2026-11-18'],
    untilDay: ['The last day that was compared.', '2026-11-24'],
    theirs: ["How many are on Safe2Pay's list.", 338],
    ours: ['How many are here.', 338],
    missing: ['How many of theirs are not here.', 0],
    differing: ['How many have another status here.', 0],
    isWhole: ['Whether the whole list could be read.', true],
    error: ['Why it could not be read. Null if it could.', null],
    checkedAt: ['When. UTC.', '2026-11-25T05:17:00.000Z'],
  },
  Forward: {
    kind: ['`ready`, or what is wrong with the configuration.', 'ready'],
    host: ['The host that changes are sent to. Null if none is configured.', 'erp.example.com'],
    reason: ['What is wrong with the configuration. Null if nothing is.', null],
    paused: ['Since when forwarding is paused, and who paused it. Null if it is not.', null],
    failingSince: ['Since when no message was accepted. UTC. Null if messages are.', null],
    downSince: ['Since when the endpoint counts as down. UTC. Null if it does not.', null],
    waiting: ['How many orders and transactions have something to send.', undefined],
    oldest: ['Those that wait longest.', undefined],
    recent: ['The last attempts, newest first.', undefined],
    secrets: ['How many secrets sign. Null if none does.', undefined],
  },
  ForwardPause: { since: ['Since when. UTC.', '2026-11-25T19:00:00.000Z'] },
  ForwardWaiting: {
    held: ['Waiting without an attempt: forwarding is paused, or the endpoint is down.', 0],
    failing: ['Tried, and to be tried again.', 0],
    exhausted: ['Not accepted in ten attempts: tried once a day.', 0],
    refused: ['Refused by the endpoint: not sent again unless somebody asks.', 0],
  },
  ForwardOldest: {
    name: ['The provider and id.', `amplia:${ORDER_ID}`],
    sequence: ['The number of the message.', 2],
    attempts: ['How often it was tried.', 1],
    failure: ['Why the last attempt failed. Null if none did.', undefined],
    stands: ['`held`, `failing`, `exhausted` or `refused`.', 'failing'],
  },
  ForwardAttempt: {
    name: ['The provider and id. Null for a test.', `amplia:${ORDER_ID}`],
    tookMs: ['How long it took, in milliseconds.', 84],
    code: ['The HTTP status of the answer. Null if there was none.', 204],
    failure: ['Why it failed. Null if it did not.', null],
    excerpt: ['The beginning of the answer, if it did not accept the message.', ''],
  },
  ForwardFailure: {
    kind: ['What went wrong.', 'status'],
    code: ['The HTTP status.', 503],
    host: ['The host.', 'erp.example.com'],
    error: ['The error of the network.', 'connection refused'],
  },
  ForwardSecrets: { count: ['How many.', 1], since: ['Since when these. UTC.', '2026-11-01T12:00:00.000Z'] },
  AlertsTested: {
    sent: ['What each host answered.', undefined],
    wrong: ['Names of variables that are set and cannot be used.', []],
  },
  SentAlert: {
    by: ['`webhook` or `email`.', 'webhook'],
    isTaken: ['Whether the host accepted it.', true],
    answer: ['What the host answered.', 'HTTP 200'],
  },
  Changes: {
    changes: ['What changed, in the order in which it changed.', undefined],
    nextCursor: [
      'The `after` of the next call. Keep it, even if the page is empty.',
      'MTc5NTY1NTczMzM5MTAwMCAw',
    ],
  },
  ChangeMessage: { type: ['What happened.', 'order.status_changed'] },
  TestMessage: { type: ['Always `catraca.test`.', 'catraca.test'] },
  TestData: { message: ['A sentence.', 'This is a test of Catraca. Nothing has changed.'] },
  ForwardedChange: {
    entity: ['Which order or payment.', undefined],
    sequence: ['Counts the changes of this order or payment, from 1, without gaps.', 2],
    previousSequence: ['The last change that your system acknowledged. 0 before the first.', 1],
    state: ['Its complete current state.', undefined],
    transitions: ['Every change after `previousSequence`, oldest first. At most 50.', undefined],
    transitionsOmitted: ['How many older changes are left out.', 0],
  },
  ForwardedEntity: {
    number: ['The number of the order. Null for a payment.', '800-005-520'],
    reference: ['The number by which orders and payments find each other.', 'V-48281'],
    url: [
      'Where the console shows it. Null if PUBLIC_URL is not set.',
      `https://catraca.example.com/orders/${ORDER_ID}`,
    ],
  },
  ForwardedState: {
    status: ["Amplia's name, or Safe2Pay's code as text. Null if no event counts.", 'InValidation'],
    label: ['The name of the status.', 'InValidation'],
    final: ['Whether no status can follow.', false],
    paid: ['Whether the money of a payment is in.', false],
    money: ['`in`, `out` or `none`.', 'none'],
    attention: ['Kinds of what needs attention.', []],
  },
  ForwardedTransition: {
    from: ['The status before. Null at the start.', 'WaitingValidation'],
    to: ['The status after. Null if no event counts now.', 'InValidation'],
    at: ['When. UTC.', '2026-11-25T18:26:03.358558Z'],
    clock: ['The source of that time: `provider` or `arrival`.', 'provider'],
    verdict: ['The verdict of the event. Null if no new event caused the change.', 'applied'],
  },
  Judged: {
    verdict: ['The result of the delivery. `duplicate` if the event was already stored.', 'applied'],
    event: ['What the delivery says.', undefined],
    warnings: ['What a person should know about the event.', []],
  },
  JudgedEvent: { status: ["Amplia's name, or Safe2Pay's code as text.", 'InValidation'] },
  Ignored: {
    verdict: ['Always `ignored`.', 'ignored'],
    reason: ['Why, in one English sentence.', 'Bodies of type Other are not used here.'],
    warnings: ['Always empty.', []],
    quarantineId: ['Where the body was kept. Absent for a ping.', QUARANTINED],
  },
}

/** What a whole object is. */
const OBJECTS: Readonly<Record<string, string>> = {
  Problem: 'Why a request was refused, by RFC 9457.',
  Issue: 'One thing that is wrong.',
  Order: 'An order of Amplia Reg, as the table `orders` of D1 has it.',
  Transaction: 'A payment of Safe2Pay, as the table `transactions` of D1 has it.',
  OrderStory: 'An order with its whole history. The fields of its row are null while no event counts.',
  TransactionStory: 'A payment with its whole history. The fields of its row are null while no event counts.',
  Head: 'The current status of an order or transaction, and since when.',
  HistoryEvent: 'One stored event.',
  WaitingBody: 'An open message in quarantine about the order or transaction.',
  Quarantined: 'An authentic message that could not become an event.',
  QuarantinedBody: 'The same, with its body.',
  AttentionItem: 'Something that a person should look at.',
  FindingKey: 'The name of an item that needs attention.',
  ChangeMessage: 'What is sent to a system of yours when something changed.',
  TestMessage: 'What a test sends to a system of yours.',
  ForwardedChange: 'A change of an order or payment.',
  Judged: 'The answer to a delivery that was judged.',
  Ignored: 'The answer to a delivery that has no event.',
}

export const wordsOf = (object: string, field: string): Words => {
  const words = OWN[object]?.[field] ?? FIELDS[field]
  if (!words) throw new Error(`scripts/openapi/words.ts does not say what ${object}.${field} is`)
  return words
}

export const wordsOfObject = (object: string): string | undefined => OBJECTS[object]
