/** What an operator's test sends: a documented body of each sender, without the key that it may have. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './wrangler.ts'

const documented = (file: string): object => {
  const { SecretKey: _, ...body } = JSON.parse(readFileSync(join(root, 'test/payloads', file), 'utf8')) as {
    readonly SecretKey?: string
  }
  return body
}

export const TESTS = {
  amplia: documented('amplia/2-in-validation.json'),
  safe2pay: documented('safe2pay/3-autorizado-boleto.json'),
}
