/** A list as a file for a spreadsheet: all of its rows, in pieces, with the same filters as its page. */

import { BRASILIA_MS } from '../days.ts'
import { type Page, type Place, readCursor } from '../db/cursor.ts'
import { listOrders, listTransactions, type Order, type Transaction } from '../db/entities.ts'
import * as LIMITS from '../limits.ts'
import { filterOf, type List, listQuery } from './list-query.ts'
import { codedName } from './status.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

/** GET /orders.csv */
export const ordersFile = (context: PageContext): Promise<Response> => file(context, 'orders')

/** GET /transactions.csv */
export const transactionsFile = (context: PageContext): Promise<Response> => file(context, 'transactions')

type Cell = string | number | null

interface Column<Row> {
  readonly head: string
  cell(row: Row): Cell
}

async function file(context: PageContext, list: List): Promise<Response> {
  const view = viewOf(context)
  const asked = { ...listQuery(context, list), after: '' }
  const { DB, VAULT } = context.env
  const filter = await filterOf(VAULT, asked, view.now, LIMITS.fileStepRows)
  const name = [list, asked.status || asked.ready, asked.from, asked.to].filter(Boolean).join('-')
  const fileOf = <Row>(columns: readonly Column<Row>[], pageAfter: PageAfter<Row>): Response => {
    const heads = columns.map(({ head }) => head)
    return csvFile(context, name, line(view, heads), rowsOf(view, columns, pageAfter))
  }
  return list === 'orders'
    ? fileOf(orderColumns(view), (after) => listOrders(DB, { ...filter, after }))
    : fileOf(transactionColumns(view), (after) => listTransactions(DB, { ...filter, after }))
}

/**
 * Sends a file in pieces, as fast as the browser reads them. Excel recognizes UTF-8 by the mark at the beginning, and in
 * Brazil it expects a semicolon between cells, because numbers contain a comma.
 */
export function csvFile(
  context: PageContext,
  name: string,
  head: string,
  pieces: AsyncIterator<string> | Iterator<string>,
): Response {
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`\ufeff${head}`)),
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return context.body(stream, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name.replace(/[^\w-]/g, '_')}.csv"`,
  })
}

type PageAfter<Row> = (after: Place | undefined) => Promise<Page<Row>>

async function* rowsOf<Row>(
  view: View,
  columns: readonly Column<Row>[],
  pageAfter: PageAfter<Row>,
): AsyncGenerator<string, undefined> {
  let after: Place | undefined
  for (let step = 0; step < LIMITS.fileSteps; step += 1) {
    const { items, nextCursor }: Page<Row> = await pageAfter(after)
    if (items.length > 0)
      yield items
        .map((row) =>
          line(
            view,
            columns.map((column) => column.cell(row)),
          ),
        )
        .join('')
    const next = nextCursor === null ? null : readCursor(nextCursor)
    if (!next) return undefined
    after = next
  }
  // The file says that it was cut, because otherwise it would look complete.
  yield line(view, [view.text.list.cut])
  return undefined
}

/** One line. A text that a spreadsheet would read as a formula gets an apostrophe before it. */
export function line(view: View, cells: readonly Cell[]): string {
  const separator = view.language === 'pt' ? ';' : ','
  return `${cells.map((cell) => written(cell, separator)).join(separator)}\r\n`
}

function written(cell: Cell, separator: string): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^[=+@\t\r]|^-(?!\d+[.,]\d\d$)/.test(cell) ? `'${cell}` : cell
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** `1249,50`, without the currency sign, so that a spreadsheet reads a number. */
export const amount = ({ language }: View, cents: number | null): string | null => {
  if (cents === null) return null
  const text = `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
  return language === 'pt' ? text.replace('.', ',') : text
}

/** A time as a spreadsheet in this language reads it: in Brasília's time, or in UTC if the reader chose that. */
function time({ language, zone }: View, at: string | null): string | null {
  const ms = at === null ? Number.NaN : Date.parse(`${at.slice(0, 19)}Z`)
  if (Number.isNaN(ms)) return at
  const text = new Date(ms + (zone === 'utc' ? 0 : BRASILIA_MS)).toISOString()
  return language === 'pt'
    ? `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${text.slice(11, 19)}`
    : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

function orderColumns(view: View): readonly Column<Order>[] {
  const { fact, column } = view.text
  return [
    { head: fact.orderNumber, cell: ({ orderNumber }) => orderNumber },
    { head: fact.saleNumber, cell: ({ saleNumber }) => saleNumber },
    { head: column.status, cell: ({ status }) => codedName({ view, provider: 'amplia', status }) },
    { head: column.since, cell: ({ statusSince }) => time(view, statusSince) },
    { head: fact.validationAgent, cell: ({ validationAgentName }) => validationAgentName },
    { head: fact.confirmationAgent, cell: ({ confirmationAgentName }) => confirmationAgentName },
    { head: fact.firstReceived, cell: ({ firstReceivedAt }) => time(view, firstReceivedAt) },
    { head: fact.lastReceived, cell: ({ lastReceivedAt }) => time(view, lastReceivedAt) },
    { head: fact.id, cell: ({ orderId }) => orderId },
  ]
}

function transactionColumns(view: View): readonly Column<Transaction>[] {
  const { fact, column } = view.text
  return [
    { head: fact.id, cell: ({ transactionId }) => transactionId },
    { head: fact.reference, cell: ({ reference }) => reference },
    {
      head: column.status,
      cell: ({ status }) => codedName({ view, provider: 'safe2pay', status: String(status) }),
    },
    { head: column.since, cell: ({ statusSince }) => time(view, statusSince) },
    { head: fact.amount, cell: ({ amountCents }) => amount(view, amountCents) },
    { head: fact.paid, cell: ({ paidCents }) => amount(view, paidCents) },
    { head: fact.tax, cell: ({ taxCents }) => amount(view, taxCents) },
    { head: fact.net, cell: ({ netCents }) => amount(view, netCents) },
    { head: fact.method, cell: ({ paymentMethodName }) => paymentMethodName },
    { head: fact.installments, cell: ({ installments }) => installments },
    { head: fact.createdAt, cell: ({ createdAt }) => time(view, createdAt) },
    { head: fact.paidAt, cell: ({ paidAt }) => time(view, paidAt) },
    { head: fact.endToEndId, cell: ({ endToEndId }) => endToEndId },
    { head: fact.tid, cell: ({ tid }) => tid },
    { head: fact.authorizationCode, cell: ({ authorizationCode }) => authorizationCode },
    { head: fact.vendor, cell: ({ vendor }) => vendor },
    { head: fact.firstReceived, cell: ({ firstReceivedAt }) => time(view, firstReceivedAt) },
  ]
}
