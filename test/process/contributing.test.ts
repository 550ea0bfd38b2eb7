/**
 * CONTRIBUTING.md, followed to the letter: its example of a third provider is made from the text in a copy of the
 * sources, bundled as it would be deployed, and receives what the text sends it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Runtime, startRuntime } from '../../scripts/runtime/process.ts'
import { root } from '../../scripts/wrangler.ts'

const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'catraca-contributing-'))
const copy = join(folder, 'copy')
const KEY = 'ENTREGA_LOCAL_KEY'
let runtime: Runtime

interface Step {
  /** The file that it makes or changes. */
  readonly file: string
  readonly language: string
  readonly content: string
}

/** The fenced blocks, each with the file that was last named on a line of its own. */
const STEPS: readonly Step[] = (() => {
  const steps: Step[] = []
  let file = ''
  for (const [, named, language = '', content = ''] of text.matchAll(
    /^`([^`\n]+)`$|^```(\w*)\n([\s\S]*?)^```$/gm,
  )) {
    if (named !== undefined) file = named
    else if (file && ['ts', 'sql', 'diff'].includes(language)) steps.push({ file, language, content })
  }
  return steps
})()

const run = (program: string, args: readonly string[]): string =>
  execFileSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  })

/** Puts what a diff adds in place of what it takes away, wherever that stands. */
function change(file: string, diff: string): void {
  const lines = diff.trimEnd().split('\n')
  const without = (sign: string): string =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n')
  const before = readFileSync(join(copy, file), 'utf8')
  const old = without('+')
  if (!before.includes(old)) throw new Error(`${file} has nothing like:\n${old}`)
  writeFileSync(
    join(copy, file),
    before.replaceAll(old, () => without('-')),
  )
}

function follow({ file, language, content }: Step): void {
  if (language === 'diff') change(file, content)
  else if (language === 'sql') writeFileSync(join(copy, generated(file)), content)
  else {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), content)
  }
}

/** The migration that drizzle-kit makes of the changed schema. */
function generated(pattern: string): string {
  run('drizzle-kit/bin.cjs', ['generate', '--name', 'parcels'])
  const [made] = globSync(pattern, { cwd: copy })
  if (!made) throw new Error(`drizzle-kit made no ${pattern}`)
  return made
}

/** Sends what the text's curl sends, or a variation of it. */
async function post(fields: Readonly<Record<string, unknown>> = {}, key = KEY): Promise<Response> {
  const [, body = ''] = /^curl .*--data '([^']+)'/m.exec(text) ?? []
  return fetch(`${runtime.url}/webhooks/entrega`, {
    method: 'POST',
    headers: { 'X-Api-Key': key },
    body: JSON.stringify({ ...JSON.parse(body), ...fields }),
  })
}

beforeAll(async () => {
  for (const name of ['src', 'migrations', 'public'])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  for (const name of ['package.json', 'tsconfig.json', 'wrangler.toml', 'drizzle.config.ts', 'biome.json']) {
    copyFileSync(join(root, name), join(copy, name))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const step of STEPS) follow(step)
  run('wrangler/bin/wrangler.js', ['deploy', '--dry-run', '--outdir', join(folder, 'bundle')])
  copyFileSync(join(folder, 'bundle/index.js'), join(folder, 'bundle/worker.mjs'))
  const migrations = readdirSync(join(copy, 'migrations')).filter((file) => file.endsWith('.sql'))
  runtime = await startRuntime({
    config: join(copy, 'wrangler.toml'),
    bundle: join(folder, 'bundle/worker.mjs'),
    data: join(folder, 'data'),
    bindings: {
      // As npm start sets it.
      LOCAL: 'true',
      ENTREGA_KEYS: KEY,
      AMPLIA_KEYS: 'amplia-key-of-this-test',
      SAFE2PAY_KEYS: '',
      ADMIN_KEYS: '',
    },
    schema: migrations.sort().map((file) => readFileSync(join(copy, 'migrations', file), 'utf8')),
    quiet: true,
  })
})

afterAll(async () => {
  await runtime?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the example of a third provider in CONTRIBUTING.md', () => {
  it('makes a folder, and changes the list, the schema and the secrets, and nothing else', () => {
    const files = STEPS.map(({ file }) => file)
    expect(new Set(files.filter((file) => !file.startsWith('src/providers/entrega/')))).toEqual(
      new Set(['src/db/schema.ts', 'migrations/*_parcels.sql', 'src/providers/index.ts', 'wrangler.toml']),
    )
  })

  it('passes the types and the style of this repository', () => {
    run('wrangler/bin/wrangler.js', ['types', '--strict-vars=false'])
    const check = (program: string, args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, 'node_modules', program), ...args],
        {
          cwd: copy,
          encoding: 'utf8',
        },
      )
      expect(status, stdout + stderr).toBe(0)
    }
    check('typescript/bin/tsc', ['-p', '.'])
    check('@biomejs/biome/bin/biome', ['check', '--vcs-enabled=false', 'src/providers', 'src/db/schema.ts'])
  })

  it('has the migration that its schema asks for: drizzle-kit has nothing to add', () => {
    const before = readdirSync(join(copy, 'migrations'))
    run('drizzle-kit/bin.cjs', ['generate', '--name', 'more'])
    expect(readdirSync(join(copy, 'migrations'))).toEqual(before)
  })

  it('receives a body and answers what the text says it answers', async () => {
    const blocks = [...text.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
      JSON.parse(block),
    )
    const response = await post()
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(blocks.at(-1))
  })

  it('moves forward, and never back', async () => {
    const delivered = await (await post({ state: 'delivered', at: '2026-07-15T14:00:00Z' })).json()
    expect(delivered).toMatchObject({ verdict: 'applied', head: { status: 'delivered', revision: 2 } })
    const late = await (await post({ state: 'posted', at: '2026-07-15T09:00:00Z' })).json()
    expect(late).toMatchObject({ verdict: 'stale', head: { status: 'delivered' } })
    const back = await (await post({ state: 'in_transit', at: '2026-07-15T15:00:00Z' })).json()
    expect(back).toMatchObject({ verdict: 'regression', head: { status: 'delivered' } })
    expect(await (await post()).json()).toMatchObject({ verdict: 'duplicate' })
  })

  it('has its row in its table, with what the latest event said', async () => {
    const row = async () =>
      (await runtime.query('SELECT parcel_id, status, recipient, refused FROM parcels')).rows
    await expect
      .poll(row)
      .toEqual([{ parcel_id: 'br-1001', status: 'delivered', recipient: 'Fulano de Tal', refused: 1 }])
  })

  it('lets nobody in with the key of another provider, and says what is wrong with a body', async () => {
    expect((await post({}, 'amplia-key-of-this-test')).status).toBe(401)
    const wrong = await post({ parcel: 'BR 1001' })
    expect(wrong.status).toBe(422)
    expect(await wrong.json()).toMatchObject({ errors: [{ path: 'parcel' }] })
  })
})
