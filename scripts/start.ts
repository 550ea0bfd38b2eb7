/** `npm start`: a receiver on this machine, with its objects and its D1 on disk. Starting again keeps the data. */
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { root, startWrangler, wrangler } from './wrangler.ts'

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '8787' }, 'persist-to': { type: 'string' } },
})
const persistence = options['persist-to'] ? ['--persist-to', options['persist-to']] : []

if (!existsSync(join(root, '.dev.vars'))) {
  copyFileSync(join(root, '.dev.vars.example'), join(root, '.dev.vars'))
  console.log('Made .dev.vars from .dev.vars.example: the keys of this receiver stand there.')
}

wrangler(['d1', 'migrations', 'apply', 'DB', '--local', ...persistence])

const receiver = startWrangler([
  'dev',
  '--port',
  options.port,
  '--show-interactive-dev-session=false',
  ...persistence,
])
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => receiver.kill(signal))
receiver.on('exit', (code) => process.exit(code ?? 1))

for (const stream of [receiver.stdout, receiver.stderr]) {
  if (!stream) continue
  createInterface({ input: stream }).on('line', (line) => {
    // wrangler prints each request's path, and the path may end in a key.
    console.log(line.replace(/(\/webhooks\/[^/\s]+\/)\S+/g, '$1…'))
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
`)
}
