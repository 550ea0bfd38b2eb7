/** The month for accounting: by method and by day, gross, fees, refunds and net; and the same as a file. */

import { dayOf, startOf } from '../days.ts'
import { type Moved, type Pending, readMonth, readPending } from '../db/month.ts'
import { amount, csvFile, line } from './csv.ts'
import { Frame, sendPage } from './layout.tsx'
import { address } from './links.ts'
import { Panel } from './panel.tsx'
import { Status } from './status.tsx'
import { type Column, Table } from './table.tsx'
import { dayName } from './time.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

/** The sum of a method or of a day. */
interface Sum extends Omit<Moved, 'day' | 'method'> {
  readonly name: string
}

/** GET /month */
export async function showMonth(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const month = monthOf(context, view)
  const [moved, pending] = await Promise.all([
    readMonth(context.env.DB, ...boundsOf(month)),
    readPending(context.env.DB),
  ])
  const methods = sums(moved, ({ method }) => method ?? '–')
  const days = sums(moved, ({ day }) => dayName(view, day))
  const all = sums(moved, () => text.month.total)
  return sendPage(
    context,
    <Frame view={view} section="month" title={`${text.month.title} ${month}`}>
      <div class="heading">
        <h1>{text.month.title}</h1>
        <form class="filter" method="get" action="/month">
          <input name="month" type="month" value={month} aria-label={text.month.title} />
          <button type="submit">{text.list.show}</button>
        </form>
        <a href={address('/month.csv', { month })}>{text.list.file}</a>
      </div>
      <div class="stack">
        <Panel id="methods" title={text.month.methods}>
          {moved.length > 0 ? (
            <Sums view={view} head={text.column.method} rows={[...methods, ...all]} id="methods" />
          ) : (
            <p class="hint">{text.month.nothing}</p>
          )}
          <p class="hint">{text.month.note}</p>
        </Panel>
        {pending.length > 0 && (
          <Panel id="pending" title={text.month.pending}>
            <PendingTable view={view} rows={pending} />
          </Panel>
        )}
        {days.length > 0 && (
          <Panel id="days" title={text.month.days}>
            <Sums view={view} head={text.home.day} rows={days} id="days" />
          </Panel>
        )}
      </div>
    </Frame>,
  )
}

/** GET /month.csv */
export async function monthFile(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const month = monthOf(context, view)
  const { home, column, month: text } = view.text
  const rows = await readMonth(context.env.DB, ...boundsOf(month))
  const head = [
    home.day,
    column.method,
    text.payments,
    text.gross,
    text.fees,
    text.returns,
    text.returned,
    text.net,
  ]
  const lines = rows.map((row) =>
    line(view, [
      row.day,
      row.method,
      row.payments,
      ...[row.grossCents, row.feesCents].map((cents) => amount(view, cents)),
      row.returns,
      ...[row.returnedCents, netOf(row)].map((cents) => amount(view, cents)),
    ]),
  )
  return csvFile(context, `payments-${month}`, line(view, head), lines.values())
}

function Sums({ view, head, rows, id }: { view: View; head: string; rows: readonly Sum[]; id: string }) {
  const { month, money, count } = view.text
  const cents = (title: string, of: (row: Sum) => number): Column<Sum> => ({
    head: title,
    class: 'amount',
    cell: (row) => money(of(row)),
  })
  const columns: readonly Column<Sum>[] = [
    { head, cell: ({ name }) => name },
    { head: month.payments, class: 'amount wide', cell: ({ payments }) => count(payments) },
    cents(month.gross, ({ grossCents }) => grossCents),
    { ...cents(month.fees, ({ feesCents }) => feesCents), class: 'amount broad' },
    { head: month.returns, class: 'amount broad', cell: ({ returns }) => count(returns) },
    { ...cents(month.returned, ({ returnedCents }) => returnedCents), class: 'amount wide' },
    cents(month.net, netOf),
  ]
  return <Table columns={columns} rows={rows} labelledby={id} />
}

function PendingTable({ view, rows }: { readonly view: View; readonly rows: readonly Pending[] }) {
  const { column, month, money, count } = view.text
  const columns: readonly Column<Pending>[] = [
    {
      head: column.status,
      cell: ({ status }) => (
        <a class="pair" href={address('/transactions', { status: String(status) })}>
          <Status view={view} provider="safe2pay" status={String(status)} />
        </a>
      ),
    },
    { head: month.payments, class: 'amount', cell: ({ payments }) => count(payments) },
    { head: column.amount, class: 'amount', cell: ({ cents }) => money(cents) },
  ]
  return <Table columns={columns} rows={rows} labelledby="pending" />
}

const netOf = ({ grossCents, feesCents, returnedCents }: Omit<Sum, 'name'>): number =>
  grossCents - feesCents - returnedCents

function sums(rows: readonly Moved[], nameOf: (row: Moved) => string): readonly Sum[] {
  const found = new Map<string, Sum>()
  for (const row of rows) {
    const name = nameOf(row)
    const before = found.get(name)
    found.set(name, {
      name,
      payments: row.payments + (before?.payments ?? 0),
      returns: row.returns + (before?.returns ?? 0),
      grossCents: row.grossCents + (before?.grossCents ?? 0),
      feesCents: row.feesCents + (before?.feesCents ?? 0),
      returnedCents: row.returnedCents + (before?.returnedCents ?? 0),
    })
  }
  return [...found.values()]
}

/** The month in the address, or the current month in Brasília. */
function monthOf(context: PageContext, view: View): string {
  const named = context.req.query('month') ?? ''
  return /^20\d\d-(?:0[1-9]|1[0-2])$/.test(named) ? named : dayOf(view.now).slice(0, 7)
}

function boundsOf(month: string): [from: string, to: string] {
  const [year, number] = month.split('-').map(Number)
  const next = new Date(Date.UTC(year ?? 0, number ?? 1, 1)).toISOString().slice(0, 10)
  return [startOf(`${month}-01`), startOf(next)]
}
