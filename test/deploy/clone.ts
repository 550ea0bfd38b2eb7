/** A clone of the repository in a folder of its own, and the commands of package.json run in it as a user does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, wranglerCommand } from '../../scripts/wrangler.ts'
import { ACCOUNT, type StandIn, TOKEN } from './cloudflare/stand-in.ts'

export interface Finished {
  readonly code: number | null
  readonly output: string
}

type Command = 'setup' | 'deploy' | 'rollback' | 'doctor' | 'rebuild'
type Environment = Readonly<Record<string, string>>

export interface Clone {
  /** Where wrangler and setup put what they keep, and the clone itself. */
  readonly base: string
  /** Runs a command to its end. */
  run(script: Command, flags?: readonly string[], environment?: Environment): Promise<Finished>
  /** Runs wrangler to its end, with this text piped in. */
  wrangler(args: readonly string[], input: string): Promise<Finished>
  /** Starts a command in a process group of its own. */
  start(script: Command, flags?: readonly string[], environment?: Environment): Running
  read(file: string): string
  write(file: string, text: string): void
  delete(file: string): void
  remove(): void
}

export interface Running {
  readonly finished: Promise<Finished>
  /** Ends it and everything it started, at once. */
  kill(signal: NodeJS.Signals): void
}

const FILES = [
  'src',
  'public',
  'migrations',
  'scripts',
  'package.json',
  'tsconfig.json',
  'wrangler.toml',
  '.dev.vars.example',
]

export function makeClone(standIn: StandIn): Clone {
  const base = mkdtempSync(join(tmpdir(), 'catraca-clone-'))
  const folder = join(base, 'catraca')
  const home = join(base, 'home')
  mkdirSync(home)
  for (const file of FILES) cpSync(join(root, file), join(folder, file), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

  const run = (args: readonly string[], environment: Environment = {}, input?: string): Running => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      detached: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        TMPDIR: base,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS} --require=${JSON.stringify(join(root, 'test/deploy/cloudflare/names.cts'))}`,
        STAND_IN_URL: standIn.url,
        CLOUDFLARE_API_BASE_URL: standIn.url,
        CLOUDFLARE_API_TOKEN: TOKEN,
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
        WRANGLER_CACHE_DIR: join(base, 'cache'),
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ...environment,
      },
    })
    child.stdin?.end(input)
    return { finished: finish(child), kill: (signal) => process.kill(-(child.pid ?? 0), signal) }
  }
  const start: Clone['start'] = (script, flags = [], environment = {}) =>
    run([join(folder, 'scripts', `${script}.ts`), ...flags], environment)
  return {
    base,
    start,
    wrangler: (args, input) => run([...wranglerCommand.slice(1), ...args], {}, input).finished,
    run: (script, flags, environment) => start(script, flags, environment).finished,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, text) => writeFileSync(join(folder, file), text),
    delete: (file) => rmSync(join(folder, file)),
    remove: () => rmSync(base, { recursive: true, force: true }),
  }
}

async function finish(child: ChildProcess): Promise<Finished> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}
