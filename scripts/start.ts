/** `npm start`: a receiver on this machine, with its objects and its D1 on disk. Starting again keeps the data. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { devVars } from './keys.ts'
import { migrateLocal } from './local-d1.ts'
import { maskLine } from './request-lines.ts'
import { root, startWrangler } from './wrangler.ts'

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '8787' }, 'persist-to': { type: 'string' } },
})
const persistence = options['persist-to'] ? ['--persist-to', options['persist-to']] : []

if (!existsSync(join(root, '.dev.vars'))) {
  // Nobody else on this machine may read it: real keys will be there.
  writeFileSync(join(root, '.dev.vars'), readFileSync(join(root, '.dev.vars.example')), {
    mode: 0o600,
    flag: 'wx',
  })
  console.log('Made .dev.vars from .dev.vars.example: it has the keys of this receiver.')
}

// wrangler's store of traces holds the URL of each request, and so keys. It is off (wrangler.ts); what a run of `wrangler
// dev` by hand, or of an older Catraca, has left is deleted.
const state = resolve(root, options['persist-to'] ?? '.wrangler/state')
rmSync(join(state, 'v3/observability'), { recursive: true, force: true })

migrateLocal(options['persist-to'])

// Of .dev.vars, wrangler takes only what wrangler.toml names: these secrets nobody has to have, so they are not there.
const set = devVars()
const optional = [
  'FORWARD_SECRETS',
  'SAFE2PAY_API_KEY',
  'ALERT_URL',
  'ALERT_SECRET',
  'HEARTBEAT_URL',
].flatMap((name) => (set[name] ? ['--var', `${name}:${set[name]}`] : []))

const receiver = startWrangler([
  'dev',
  '--port',
  options.port,
  // Any port: wrangler looks for a free one and takes it later, so two receivers that start at once would get the same.
  '--inspector-port',
  '0',
  '--show-interactive-dev-session=false',
  // Short and published keys open here and nowhere else: src/access/accepted.ts.
  '--var',
  'LOCAL:true',
  ...optional,
  ...persistence,
])
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => receiver.kill(signal))
receiver.on('exit', (code) => process.exit(code ?? 1))

/** A warning at each start would worry who has just begun: the last lines say the same. */
const ABOUT_CRON =
  /Scheduled Workers are not|manually trigger a scheduled|cdn-cgi\/local\/scheduled|#test-cron-triggers-locally/

for (const stream of [receiver.stdout, receiver.stderr]) {
  if (!stream) continue
  createInterface({ input: stream }).on('line', (line) => {
    if (!ABOUT_CRON.test(line)) console.log(maskLine(line))
    if (line.includes('Ready on')) announce(`http://localhost:${options.port}`)
  })
}

function announce(url: string): void {
  console.log(`
Catraca is receiving:
  Amplia Reg  ${url}/webhooks/amplia
  Safe2Pay    ${url}/webhooks/safe2pay

Its console is at ${url}; the key to it is ADMIN_KEYS in .dev.vars.

Try it, in another terminal:
  curl --data-binary @test/payloads/safe2pay/3-autorizado-boleto.json ${url}/webhooks/safe2pay
  npx wrangler d1 execute DB --local --command "SELECT * FROM transactions"
  npm run simulate

Nothing runs by the clock here. To run it once: curl ${url}/cdn-cgi/local/scheduled
`)
}
