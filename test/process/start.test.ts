/** What the README tells a user to do first, done as the user does it: with processes, ports and files. */
import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstKeys } from '../../scripts/keys.ts'
import { root } from '../../scripts/wrangler.ts'
import { until } from '../tools/patience.ts'
import { rowsIn } from './local-d1.ts'
import { npmStart, type Started } from './npm-start.ts'

const data = mkdtempSync(join(tmpdir(), 'catraca-start-'))
const body = readFileSync(join(root, 'test/payloads/safe2pay/3-autorizado-boleto.json'))
let receiver: Started
let url: string

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

beforeAll(async () => {
  receiver = await npmStart(data)
  url = receiver.url
})
afterAll(async () => {
  await receiver.stop()
  rmSync(data, { recursive: true, force: true })
})

describe('npm start', () => {
  it('says what to do where no package is installed', () => {
    const scripts = join(data, 'clone/scripts')
    mkdirSync(scripts, { recursive: true })
    copyFileSync(join(root, 'scripts/installed.mjs'), join(scripts, 'installed.mjs'))
    const { status, stderr } = spawnSync(process.execPath, [join(scripts, 'installed.mjs')], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'The packages are not installed. Run `npm ci`, then this again.\n',
    })
  })

  it('warns of nothing, and says how to run what elsewhere the clock runs', async () => {
    expect(receiver.output()).not.toContain('WARNING')
    const [, url = ''] = /curl (\S+\/scheduled)/.exec(receiver.output()) ?? []
    expect((await fetch(url)).status).toBe(200)
  })

  it('receives a documented body, with its published key, and shows it in D1', async () => {
    const response = await fetch(`${url}/webhooks/safe2pay`, { method: 'POST', body })
    expect(response.status).toBe(200)
    await expect
      .poll(() => rowsIn(data, 'SELECT status_name FROM transactions WHERE transaction_id = 2081955'))
      .toEqual([{ status_name: 'Autorizado' }])
  })

  it('prints no key that stands in a URL, rightly or by mistake, and leaves none on disk', async () => {
    for (const path of [
      '/webhooks/safe2pay/CANARY-1',
      `/webhooks/safe2pay/${'CA4A27'.repeat(8)}`,
      '/webhook/safe2pay/CANARY-2',
      '/webhooks/safe2pay//CANARY-3',
      '//webhooks/safe2pay/CANARY-4',
      '/webhooks%2Fsafe2pay%2FCANARY-5',
      '/webhooks/safe2pay?key=CANARY-6',
      '/CANARY-7',
    ])
      expect((await fetch(`${url}${path}`, { method: 'POST', body: '{}' })).ok).toBe(false)
    await until(() => expect(receiver.output().match(/POST \S+ 40[14]/g)).toHaveLength(8))
    expect(receiver.output()).toContain('POST /webhooks/safe2pay/… 401')
    expect(receiver.output()).not.toMatch(/CANARY|CA4A27/)
    // What is written a little later would be there by then.
    await sleep(3_000)
    for (const file of filesBelow(data))
      expect(/CANARY|CA4A27/.test(readFileSync(file, 'latin1')), file).toBe(false)
  })

  it('serves the style, the script and the descriptions of the API, as closed to others as every answer', async () => {
    for (const [path, type] of [
      ['/assets/style.css', 'text/css'],
      ['/assets/console.js', 'javascript'],
      ['/api/openapi.json', 'application/json'],
      ['/api/docs.html', 'text/html'],
    ] as const) {
      const { status, headers } = await fetch(url + path)
      expect(status, path).toBe(200)
      expect(headers.get('Content-Type'), path).toContain(type)
      expect(headers.get('Content-Security-Policy'), path).toMatch(
        /default-src 'none'.*frame-ancestors 'none'/,
      )
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('X-Frame-Options')).toBe('DENY')
      expect(headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{7,}/)
      if (path.startsWith('/assets/')) expect(headers.get('Cache-Control')).toBe('public, max-age=86400')
    }
    // The page about the API has our style sheet, and can do nothing else.
    const policy = (await fetch(`${url}/api/docs.html`)).headers.get('Content-Security-Policy')
    expect(policy?.match(/default-src/g)).toHaveLength(1)
    expect(policy).toMatch(/style-src 'self'/)
    expect(policy).not.toContain('script-src')
    for (const path of ['/assets/nothing', '/_headers', '/assets.json'])
      expect((await fetch(url + path)).status, path).toBe(404)
    expect((await fetch(`${url}/api/quarantine`)).status).toBe(401)
  })

  it('answers from what is deployed whatever a page leads to, every list of the API, and the clock', async () => {
    await fetch(`${url}/webhooks/safe2pay`, { method: 'POST', body: '{"a":1,"SecretKey":"SECRET_KEY"}' })
    const headers = { Authorization: `Bearer ${firstKeys().admin}` }
    const described = JSON.parse(readFileSync(join(root, 'public/api/openapi.json'), 'utf8')) as {
      paths: Record<string, { get?: object }>
    }
    const lists = Object.entries(described.paths).filter(([path, { get }]) => get && !path.includes('{'))
    const clock = ['17 5 * * *', '*/5 * * * *'].map(
      (cron) => `/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}`,
    )
    const known = new Set(['/', '/system', ...clock, ...lists.map(([path]) => `/api${path}`)])
    for (const path of known) {
      const response = await fetch(url + path, { headers })
      expect(response.status, path).toBe(200)
      const links = (await response.text()).matchAll(/href="(\/(?!assets|api)[^"#]*)"/g)
      // Of each page, in any language and order, one.
      for (const [, link = ''] of links) {
        const shape = link.replaceAll('&amp;', '&')
        if (known.size < 60 && !/[?&](by|sort|language|zone|next)=/.test(shape)) known.add(shape)
      }
    }
    expect([...known].filter((path) => /^\/(transactions|quarantine)\/./.test(path))).not.toEqual([])
    expect(receiver.output()).not.toMatch(/_failed|unexpected_error/)
  })

  it('goes on after senders that hang up or send too much, and prints no key of theirs', async () => {
    const { port } = new URL(url)
    for (const sent of [0, 1_000, 300_000, 3_000_000]) {
      const socket = connect(Number(port), 'localhost')
      await once(socket, 'connect')
      // The receiver may be quicker to hang up: then a write fails, and the end is the same.
      socket.on('error', () => undefined)
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.write(
        'POST /webhooks/safe2pay/CANARY-8 HTTP/1.1\r\nHost: a.tunnel.dev\r\nContent-Length: 9000000\r\n\r\n',
      )
      socket.write('x'.repeat(sent), () => socket.destroy())
      await closed
    }
    const large = fetch(`${url}/webhooks/safe2pay`, { method: 'POST', body: 'x'.repeat(20_000_000) })
    // The receiver answers while the sender is still writing: the connection may be cut before the answer is read, or the
    // dev server in between may say so in its own words.
    await large.then(
      async (answer) =>
        expect(`${answer.status} ${await answer.text()}`).toMatch(/^413 |^500 .*connection lost/),
      () => undefined,
    )
    await until(() => expect(receiver.output()).toMatch(/"verdict":"body_too_large".*"httpStatus":413/))
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    await until(() => expect(receiver.output()).toContain('the dev server continues'))
    expect(receiver.output()).not.toContain('CANARY')
  })

  it('passes the simulation', async () => {
    const args = [
      'scripts/simulate.ts',
      '--url',
      url,
      '--entities',
      '60',
      '--seed',
      '1',
      '--persist-to',
      data,
    ]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root })
    expect(stdout).toContain('All 71 entities ended where they should.')
  })

  it('keeps the data when it is started again, and deletes the traces that wrangler dev by hand has left', async () => {
    await receiver.stop()
    const traces = join(data, 'v3/observability')
    mkdirSync(traces, { recursive: true })
    writeFileSync(join(traces, 'trace.sqlite'), 'CANARY')
    receiver = await npmStart(data)
    url = receiver.url
    expect(existsSync(traces)).toBe(false)
    const headers = { 'X-Api-Key': firstKeys().safe2pay }
    const response = await fetch(`${url}/webhooks/safe2pay`, { method: 'POST', headers, body })
    expect(await response.json()).toMatchObject({ verdict: 'duplicate', head: { status: '3' } })
  })
})
