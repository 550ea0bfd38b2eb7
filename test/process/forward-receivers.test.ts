/** The receivers that docs/forward.md gives run as they are printed, take what is genuine, and nothing else. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { secretsIn } from '../../src/forward/secrets.ts'
import { signed } from '../../src/forward/signature.ts'
import { read } from '../tools/documents.ts'
import { until } from '../tools/patience.ts'
import { freePort } from './free-port.ts'

const SECRET = `whsec_${Buffer.from('a secret of the receivers, for tests').toString('base64')}`
/** Where packages are found, and Node still takes TypeScript. */
const cache = join(import.meta.dirname, '../../.wrangler')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'receivers-'))
const running: ChildProcess[] = []

const [, ts = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(read('docs/forward.md')) ?? []
const [, python = ''] = /^```python\n([\s\S]*?)^```$/m.exec(read('docs/forward.md')) ?? []
const [, php = ''] = /^```php\n([\s\S]*?)^```$/m.exec(read('docs/forward.md')) ?? []

const RECEIVERS = [
  { name: 'TypeScript', file: 'receiver.ts', text: ts, command: [process.execPath] },
  { name: 'Python', file: 'receiver.py', text: python, command: ['python3'] },
  { name: 'PHP', file: 'receiver.php', text: php, command: ['php', '-S'] },
] as const

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0

const body = JSON.stringify({
  type: 'payment.status_changed',
  timestamp: '2026-11-26T12:00:00Z',
  data: {
    entity: { provider: 'safe2pay', id: '1', reference: 'Café 🎉' },
    sequence: 1,
    state: { paid: true },
  },
})

async function post(url: string, text: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const init = { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } }
  return (await fetch(url, init)).status
}

const sign = (text: string, nowMs = Date.now(), secret = SECRET) =>
  signed(secretsIn(secret) ?? [], 'msg_1', text, nowMs)

describe.each(RECEIVERS)('the receiver in $name', ({ file, text, command }) => {
  it('has at most twenty lines', () => {
    expect(text.trim().split('\n').length).toBeGreaterThan(5)
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(20)
  })

  it.runIf(isThere(command[0]))(
    'takes a genuine message, also twice, and a test; refuses all others',
    async () => {
      const port = await freePort()
      const path = join(folder, file)
      writeFileSync(path, text)
      const where = command[0] === 'php' ? [`127.0.0.1:${port}`, path] : [path]
      const [program, ...options] = command
      const child = spawn(program, [...options, ...where], {
        env: { ...process.env, PORT: String(port), CATRACA_SECRET: SECRET },
        stdio: 'ignore',
      })
      running.push(child)
      const url = `http://127.0.0.1:${port}/`
      await until(async () => {
        try {
          await fetch(url, { method: 'POST', body: '', headers: { 'content-length': '0' } })
        } catch (error) {
          if (!(error instanceof TypeError && String(error.cause).includes('other side closed'))) throw error
        }
      })
      const headers = await sign(body)
      expect(await post(url, body, headers)).toBe(204)
      expect(await post(url, body, headers)).toBe(204)
      const test = JSON.stringify({ type: 'catraca.test', timestamp: '', data: { message: 'Nothing' } })
      expect(await post(url, test, await sign(test))).toBe(204)
      const other = `whsec_${Buffer.from('another secret of nobody, for tests').toString('base64')}`
      const both = await sign(body, Date.now(), `${other},${SECRET}`)
      expect(await post(url, body, both)).toBe(204)
      expect(await post(url, body.replace('true', 'false'), headers)).toBe(401)
      expect(await post(url, body, await sign(body, Date.now(), other))).toBe(401)
      expect(await post(url, body, await sign(body, Date.now() - 3_600_000))).toBe(401)
      expect(await post(url, body, { ...headers, 'webhook-id': 'msg_2' })).toBe(401)
    },
  )
})
