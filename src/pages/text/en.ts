/** Everything that the pages say, in English; its type is the shape that every other language must have. */
import { english } from '../../language/en.ts'
import type { Language } from '../../language/language.ts'
import { numbers } from '../../language/numbers.ts'

const { count, plural, money } = numbers(',', '.')

interface NightCounts {
  readonly theirs: number
  readonly missing: number
  readonly differing: number
  readonly fromDay: string
  readonly untilDay: string
}

export const en = {
  lang: 'en',
  count,
  money,
  language: 'Language',
  skip: 'Skip to the content',
  menu: 'Main menu',
  signOut: 'Sign out',
  overview: 'Overview',
  orders: 'Orders',
  transactions: 'Transactions',
  quarantine: 'Quarantine',
  order: 'Order',
  transaction: 'Transaction',
  verdict: 'Verdict',
  timesAre: 'Times are UTC; point at one for Brasília.',

  signIn: {
    title: 'Sign in',
    key: 'Key',
    hint: 'One of the keys in the secret ADMIN_KEYS.',
    wrong: 'This key is not valid.',
    too_many: 'Too many attempts from this address. Wait a minute and try again.',
    not_configured: 'No key is configured, so nobody can sign in. Set the secret ADMIN_KEYS.',
  },

  home: {
    inQuarantine: 'open in quarantine',
    needAttention: 'to look at',
    lag: 'from arrival to D1',
    worst: (time: string) => `median; ${time} at worst`,
    noLag: 'nothing has arrived yet',
    total: 'Total',
    chart: 'Deliveries by verdict, last 14 days',
    chartNote: 'What was stored; a duplicate is not. Days are UTC.',
    chartAlt: (n: number) =>
      `Stacked bars of ${plural(n, 'delivery', 'deliveries')}; the table has the numbers.`,
    asTable: 'As a table',
    day: 'Day',
    attention: 'To look at',
    allGood: 'Nothing at the moment.',
    more: (n: number) => `These are the newest ${n}; the view attention in D1 has all.`,
    kind: 'What',
    summary: 'Why',
  },
  sender: {
    title: 'Asked at Safe2Pay',
    off: 'Safe2Pay is not asked: the secret SAFE2PAY_API_KEY is not set. With it, refused steps back and payments that stay open are confirmed, and every night its list is searched for webhooks that never came.',
    none: 'The first night is still to come.',
    transactions: ({ theirs, missing, differing, fromDay, untilDay }: NightCounts) =>
      `${plural(theirs, 'payment', 'payments')} created from ${fromDay} to ${untilDay}: ${count(missing)} missing here, ${count(differing)} in another status.`,
    disputes: ({ theirs, missing, differing, fromDay }: NightCounts) =>
      `${plural(theirs, 'dispute', 'disputes')} since ${fromDay}: ${count(missing)} missing here, ${count(differing)} in another status.`,
    failed: (error: string) => `The list could not be read to its end (${error}).`,
  },
  groups: {
    in: 'Paid',
    held: 'On the way or contested',
    none: 'NOT paid',
    out: 'Money went back',
    open: 'Under way',
    issued: 'Issued',
    ended: 'Ended',
    other: 'Not in the life cycle',
  },

  list: {
    searchOrders: 'Id, order number or sale number',
    searchTransactions: 'Id or reference',
    search: 'Search',
    show: 'Show',
    anyStatus: 'Any status',
    marks: 'Marks',
    anyMarks: 'Any',
    refused: 'With refused events',
    gaps: 'With gaps',
    clear: 'Clear',
    nothing: 'Nothing found.',
    elsewhere: { orders: 'Search the transactions', transactions: 'Search the orders' },
    pages: 'Pages',
    newest: 'Newest',
    older: 'Older',
  },
  column: {
    sale: 'Sale',
    agent: 'Agent',
    received: 'First received',
    since: 'Since',
    status: 'Status',
    reference: 'Reference',
    amount: 'Amount',
    method: 'Method',
  },
  marks: {
    refused: (n: number) => `${count(n)} refused`,
    gaps: (n: number) => plural(n, 'gap', 'gaps'),
  },

  fact: {
    id: 'Id',
    orderNumber: 'Order number',
    saleNumber: 'Sale number',
    validationAgent: 'Validation agent',
    confirmationAgent: 'Confirmation agent',
    firstReceived: 'First received',
    lastReceived: 'Last received',
    amount: 'Amount',
    paid: 'Paid',
    net: 'Net',
    tax: 'Fees',
    discount: 'Discount',
    addition: 'Addition',
    method: 'Method',
    installments: 'Installments',
    reference: 'Reference',
    application: 'Application',
    vendor: 'Vendor',
    createdAt: 'Created',
    paidAt: 'Paid on',
    endToEndId: 'End-to-end id',
    tid: 'TID',
    authorizationCode: 'Authorization',
  },

  entity: {
    since: 'since',
    noStatus: 'No status yet',
    noStatusText: 'nothing of what arrived counts',
    details: 'Details',
    payments: 'Payments',
    noPayments: 'No payment refers to this order.',
    noOrder: 'No order has this reference as a number.',
    lifeCycle: 'Life cycle',
    timeline: 'Timeline',
    notInD1: 'D1 does not have it yet: the details follow within seconds.',
    body: 'Body',
    bodyNote: 'As it came, without keys, personal numbers masked',
    erasedBody: 'The body is erased.',
    noBody: 'The bodies are too large to show all of them here.',
    missing: (status: string) => `${status} has not arrived.`,
    missingUnknown: 'What came before has not arrived.',
    gap: 'Gap',
    received: 'received',
    arrival: (n: number) => `arrived as no. ${n}`,
    countsNow: 'It counts now: what arrived later made it fit.',
    countsNoMore: 'It no longer counts: what arrived later changed the history before it.',
    hidden: (n: number) => `${plural(n, 'older event is', 'older events are')} not shown.`,
    showAll: 'Show all',
  },
  diagram: {
    way: (steps: string) => `The way it went: ${steps}.`,
    noWay: 'It has no status yet.',
    refused: (statuses: string) => `Refused: ${statuses}.`,
    missing: (statuses: string) => `Not arrived: ${statuses}.`,
    outside: (statuses: string) => `Refused and not in the life cycle: ${statuses}.`,
    legend: 'Legend',
    went: 'the way it went, in order',
    stands: 'stands here',
    move: 'possible move',
    late: 'late, not expected',
    rework: 'sent back',
    refusedMark: 'refused',
    missingMark: 'gap: not arrived',
  },

  held: {
    intro: 'Bodies that came with a valid key and that no event could be made of.',
    state: 'State',
    open: 'Open',
    resolved: 'Resolved',
    all: 'All',
    provider: 'Provider',
    anyProvider: 'Any provider',
    reason: 'Reason',
    anyReason: 'Any reason',
    attempts: 'Times received',
    received: 'First received',
    empty: 'Nothing here.',
    replayAll: 'Replay all open ones',
    continueReplay: 'Replay the next ones',
    replay: 'Replay',
    replayHint: 'Sends the body the way that a delivery goes.',
    dismiss: 'Dismiss',
    dismissReason: 'Why it can be dismissed',
    confirmDelete: 'I know that this cannot be undone.',
    delete: 'Delete',
    deleteHint: 'Deletes the body and everything that is known of it.',
    gone: 'The body was deleted; a restore of D1 brought this row back. Delete it.',
    reference: 'Reference',
    lastReceived: 'Last received',
    issues: 'What was wrong',
    path: 'Where',
    message: 'What',
    wholeBody: 'the body',
    readable: 'Today the body can be read: a replay has it judged.',
    unreadable: 'Today the body still cannot be read: a replay changes nothing.',
    title: 'Body in quarantine',
    concerns: 'Concerns',
    resolvedAt: 'Resolved',
    judged: 'judged',
    dismissed: 'dismissed',
    body: 'Body',
  },
  reasons: {
    invalid_json: 'not JSON',
    invalid_schema: 'breaks the schema',
    unsupported_type: 'type not used here',
    too_many_events: 'too many events',
  } as Readonly<Record<string, string>>,

  erasure: {
    title: 'Personal data',
    erased: 'Erased:',
    confirm: 'I know that this cannot be undone.',
    erase: 'Erase',
    hint: 'Bodies, names and identifiers go, in quarantine too. Status, times, verdicts and amounts stay.',
  },

  outcome: {
    judged: (verdict: string) => `Replayed and judged: ${verdict}. It is resolved.`,
    not_judged: 'Replayed: it still cannot be judged and stays open.',
    dismissed: 'Dismissed.',
    closed: 'It was resolved already: nothing changed.',
    no_reason: 'Not dismissed: say why.',
    deleted: 'Deleted.',
    not_deleted: 'Nothing was deleted: confirm it.',
    not_confirmed: 'Nothing was erased: confirm it.',
    erased: (bodies: number, names: number) =>
      `Erased: ${plural(bodies, 'body', 'bodies')} and ${plural(names, 'other text', 'other texts')} with personal data.`,
    batch: (replayed: number, resolved: number) =>
      `${count(replayed)} replayed: ${count(resolved)} resolved, ${count(replayed - resolved)} still open.`,
  },

  error: {
    missing: 'Not found',
    missingText: 'Nothing is known under this address.',
    failed: 'This did not work',
    failedText: 'Try again in a moment. Nothing that was received is lost.',
    home: 'To the overview',
  },

  verdicts: {
    applied: 'applied',
    amended: 'amended',
    stale: 'stale',
    regression: 'regression',
    conflict: 'conflict',
    unknown: 'unknown',
    duplicate: 'duplicate',
  } as Readonly<Record<string, string>>,
  /** What the kinds of the view `attention` are called. */
  attention: {
    conflict: 'Conflict',
    regression: 'Step back',
    unknown_status: 'Unknown status',
    out_of_place: 'Out of place',
    late_move: 'Late move',
    amount_changed: 'Amount changed',
    notice: 'Notice',
    gap: 'Gap',
    issued_money_back: 'Issued, but money went back',
    paid_order_closed: 'Paid, but order closed',
    quarantine: 'Quarantine',
  } as Readonly<Record<string, string>>,
  sentences: {
    ...english,
    notices: {
      ...english.notices,
      // The sender and D1 are told of cents; a person reads money.
      amount_changed: (changed, name) =>
        changed.toCents === null
          ? english.notices.amount_changed(changed, name)
          : `The amount changed after payment, from ${money(changed.fromCents)} to ${money(changed.toCents)}.`,
    },
  } as Language,
}

export type Text = typeof en
