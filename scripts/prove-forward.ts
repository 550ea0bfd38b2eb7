/**
 * `npm run prove:forward`: orders' and payments' objects that forward in virtual time to a receiver with every fault. Exits
 * with 1 at the first history that breaks a promise of docs/forward.md, made as short as it can be. `--write` puts the figures into docs/proof.md.
 */
import './prove/load.ts'
import { anySeed, optionsOf, WRITE } from './options.ts'

const { seed, runs, path, write } = optionsOf(
  { seed: anySeed(), runs: 1000 },
  { ...WRITE, path: { type: 'string' } },
)

// Only now, because the objects import `cloudflare:workers`.
const { forwardMany } = await import('./prove/campaign.ts')
const { memoryD1 } = await import('./prove/d1.ts')
const { table, writeSection } = await import('./prove/document.ts')

const counts = { messages: 0, again: 0 }
const played = { seed, numRuns: runs, ...(path !== undefined && { path }) }
const failure = await forwardMany(memoryD1(), played, counts)
if (failure) {
  console.log(
    `BROKEN\n\n${failure.violation.message}\n\nRepeat with: npm run prove:forward -- --seed ${seed} --path ${failure.path}`,
  )
  process.exit(1)
}
console.log(
  `${runs} histories, ${counts.messages} messages sent, ${counts.again} of them again: all as promised.`,
)
if (write) {
  writeSection(
    'forward',
    'Forwarding',
    `npm run prove:forward -- --seed ${seed} --runs ${runs}`,
    `Histories of two to six payments whose objects forward in virtual time. The receiver is up, down, refuses one of them, answers 410, or takes a message and its object dies before it notes so; operators pause, resume and resend, objects and the endpoint are evicted. Held against the answers to the deliveries: every move is sent, in order; an id has one body; one message of a payment at a time; at most two after an outage; what is owed has an alarm.\n\n${table(['histories', 'messages sent', 'of them again', 'promises broken'], [[runs, counts.messages, counts.again, 0]])}`,
  )
}
