/** What the benchmark sends: the documented body of a paid boleto, minified as the sender's are, of one entity or another. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../wrangler.ts'

const documented = JSON.parse(
  readFileSync(join(root, 'test/payloads/safe2pay/3-autorizado-boleto.json'), 'utf8'),
) as Readonly<Record<string, unknown>>

/** An event of a transaction; another `cents` makes another event of the same status. */
export const payment = (id: number, cents: number): string =>
  JSON.stringify({ ...documented, IdTransaction: id, Amount: cents / 100 })
