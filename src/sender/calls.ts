/** The calls that the receiver makes to Safe2Pay's API. */
import * as LIMITS from '../limits.ts'
import type { Call } from './client.ts'

export const get = (id: string): Call => ({
  method: 'GET',
  path: 'v2/transaction/Get',
  query: { Id: id },
  bytes: LIMITS.askAnswerBytes,
})

/** Asks to send the webhook of a transaction again. */
export const resend = (id: string): Call => ({
  method: 'POST',
  path: 'v2/Transaction/ResubmitCallback',
  query: { idTransaction: id },
  bytes: LIMITS.askAnswerBytes,
})

/** Transactions by the day on which they were created. @param page from 1 */
export const list = (fromDay: string, untilDay: string, page: number): Call => ({
  method: 'GET',
  path: 'v2/Transaction/List',
  query: {
    CreatedDateInitial: fromDay,
    CreatedDateEnd: untilDay,
    PageNumber: String(page),
    RowsPerPage: String(LIMITS.listRows),
  },
  bytes: LIMITS.listAnswerBytes,
})

/** Disputes; the documentation has no filter for them. */
export const disputes = (page: number): Call => ({
  method: 'GET',
  path: 'v2/Chargeback/List',
  query: { PageNumber: String(page), RowsPerPage: String(LIMITS.listRows) },
  bytes: LIMITS.listAnswerBytes,
})
