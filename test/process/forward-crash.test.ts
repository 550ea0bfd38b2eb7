/** What is owed to the user's own system outlives `kill -9` of the runtime: all of it, in order, and never under another id. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, CATRACA } from '../../scripts/runtime/bundle.ts'
import { type Runtime, startRuntime } from '../../scripts/runtime/process.ts'
import { transactionBody } from '../tools/bodies.ts'
import { until } from '../tools/patience.ts'
import { channelOf } from '../tools/receiver/channel.ts'
import { type Received, type Receiver, startReceiver } from '../tools/receiver/server.ts'

const SECRET = `whsec_${Buffer.from('a secret of the crash, for tests').toString('base64')}`
const KEY = 'safe2pay-crash-key'

const folder = mkdtempSync(join(tmpdir(), 'catraca-forward-crash-'))
let module: string
let receiver: Receiver
const runtimes: Runtime[] = []

beforeAll(async () => {
  module = bundle(CATRACA, join(folder, 'bundle'))
  receiver = await startReceiver()
})

afterAll(async () => {
  await runtimes.at(-1)?.kill()
  await receiver.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(channel: string): Promise<Runtime> {
  const runtime = await startRuntime({
    config: CATRACA,
    bundle: module,
    data: join(folder, channel),
    bindings: {
      LOCAL: 'true',
      SAFE2PAY_KEYS: KEY,
      FORWARD_URL: at(channel).url,
      FORWARD_SECRETS: SECRET,
    },
    quiet: true,
  })
  runtimes.push(runtime)
  return runtime
}

async function deliver({ url }: Runtime, id: number, status: number): Promise<void> {
  const body = JSON.stringify({ ...transactionBody(id, status), SecretKey: KEY })
  const response = await fetch(`${url}/webhooks/safe2pay`, { method: 'POST', body })
  expect(response.status).toBe(200)
  await response.arrayBuffer()
}

const at = (channel: string) => channelOf(receiver.url, channel)

const untilReceived = (channel: string, count: number): Promise<readonly Received[]> =>
  until(async () => {
    const all = await at(channel).received()
    expect(all.length).toBeGreaterThanOrEqual(count)
    return all
  })

interface Data {
  readonly entity: { readonly id: string }
  readonly sequence: number
  readonly previousSequence: number
  readonly state: { readonly status: string }
  readonly transitions: readonly { readonly to: string }[]
}

const dataOf = ({ body }: Received): Data => (JSON.parse(body) as { data: Data }).data

describe('after kill -9 of the runtime', () => {
  it('what failed before goes again, the same bytes under the same id, and what came behind it follows', async () => {
    const ids = [91, 92]
    await at('owed').behave({ status: 422 })
    const first = await start('owed')
    for (const id of ids) await deliver(first, id, 1)
    await untilReceived('owed', 2)
    for (const id of ids) for (const status of [12, 7]) await deliver(first, id, status)
    await first.kill()
    const before = await at('owed').received()
    await at('owed').behave({})
    const second = await start('owed')
    await untilReceived('owed', before.length + 4)
    await second.stop()
    const after = (await at('owed').received()).slice(before.length)
    for (const id of ids.map(String)) {
      const failed = before.find((each) => dataOf(each).entity.id === id)
      const [again, next, ...others] = after.filter((each) => dataOf(each).entity.id === id)
      if (!failed || !again || !next) throw new Error(`${id} was not told`)
      expect(others).toEqual([])
      expect(again.body).toBe(failed.body)
      expect(again.headers['webhook-id']).toBe(failed.headers['webhook-id'])
      expect(dataOf(next)).toMatchObject({ sequence: 3, previousSequence: 1, state: { status: '7' } })
      expect(dataOf(next).transitions.map(({ to }) => to)).toEqual(['12', '7'])
      for (const each of [again, next]) new Webhook(SECRET).verify(each.body, each.headers)
    }
  })

  it('between the receiver’s 2xx and its note, the same message goes again', async () => {
    await at('noted').behave({ untilTold: true }, {})
    const first = await start('noted')
    await deliver(first, 93, 3)
    await untilReceived('noted', 1)
    await first.kill()
    await start('noted')
    const [one, two] = await untilReceived('noted', 2)
    expect(two?.body).toBe(one?.body)
    expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id'])
  })
})
