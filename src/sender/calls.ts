/** The calls of Safe2Pay's API that the receiver makes. */
import * as LIMITS from '../limits.ts'
import type { Call } from './client.ts'

export const get = (id: string): Call => ({
  method: 'GET',
  path: 'v2/transaction/Get',
  query: { Id: id },
  bytes: LIMITS.askAnswerBytes,
})

/** Has the webhook of a transaction sent again. */
export const resend = (id: string): Call => ({
  method: 'POST',
  path: 'v2/Transaction/ResubmitCallback',
  query: { idTransaction: id },
  bytes: LIMITS.askAnswerBytes,
})

/** Transactions by the day of their creation. @param page from 1 */
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

/** Disputes; the documents name no filter. */
export const disputes = (page: number): Call => ({
  method: 'GET',
  path: 'v2/Chargeback/List',
  query: { PageNumber: String(page), RowsPerPage: String(LIMITS.listRows) },
  bytes: LIMITS.listAnswerBytes,
})
