/** What the benchmark sends: the documented body of a paid boleto, minified as the sender's are, of one entity or another. */
import { EXAMPLES } from '../payloads.ts'

const documented = JSON.parse(EXAMPLES.safe2pay) as Readonly<Record<string, unknown>>

/** An event of a transaction; another `cents` makes another event of the same status. */
export const payment = (id: number, cents: number): string =>
  JSON.stringify({ ...documented, IdTransaction: id, Amount: cents / 100 })
