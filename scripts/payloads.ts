/** The senders' documented bodies, as their pages print them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './wrangler.ts'

export interface Payload {
  readonly provider: 'amplia' | 'safe2pay'
  readonly body: string
}

const read = (provider: Payload['provider'], file: string): Payload => ({
  provider,
  body: readFileSync(join(root, 'test/payloads', provider, file), 'utf8'),
})

/** All of them, each provider's in the order of their names. */
export const PAYLOADS: readonly Payload[] = (['amplia', 'safe2pay'] as const).flatMap((provider) =>
  readdirSync(join(root, 'test/payloads', provider))
    .sort()
    .map((file) => read(provider, file)),
)

/** One of each, that serves as an example. */
export const EXAMPLES = {
  amplia: read('amplia', '2-in-validation.json').body,
  safe2pay: read('safe2pay', '3-autorizado-boleto.json').body,
} as const
