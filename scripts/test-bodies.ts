/** What an operator's test sends: a documented body of each sender, without the key that it may have. */
import { EXAMPLES } from './payloads.ts'

const documented = (text: string): object => {
  const { SecretKey: _, ...body } = JSON.parse(text) as { readonly SecretKey?: string }
  return body
}

export const TESTS = {
  amplia: documented(EXAMPLES.amplia),
  safe2pay: documented(EXAMPLES.safe2pay),
}
