/**
 * `npm run prove:asking`: payments whose sender loses webhooks altogether, without and with asking it. Exits with 1 where
 * one of them ends wrong although it was asked. `--write` puts the figures into docs/proof.md.
 */
import './prove/load.ts'
import { anySeed, optionsOf, WRITE } from './options.ts'
import type { Ends } from './prove/asking.ts'

const { seed, runs, write } = optionsOf({ seed: anySeed(), runs: 2000 }, WRITE)

// Only now, because the objects import `cloudflare:workers`.
const { playWorld } = await import('./prove/asking.ts')
const { memoryD1 } = await import('./prove/d1.ts')
const { table, writeSection } = await import('./prove/document.ts')

/** Payments of one world: they share the calls that a run may make. */
const WORLD_SIZE = 250

const rows: (readonly (string | number)[])[] = []
for (const isAsking of [false, true]) {
  const ends: Ends = { payments: 0, right: 0, unknown: 0, calls: 0 }
  for (let world = 0; world * WORLD_SIZE < runs; world += 1) {
    await playWorld(memoryD1(), seed + world, Math.min(WORLD_SIZE, runs), isAsking, ends)
  }
  const share = `${((ends.right / ends.payments) * 100).toFixed(1)} %`
  const how = isAsking ? 'with' : 'without'
  console.log(
    `${how} asking: ${ends.right} of ${ends.payments} payments end right (${share}), ${ends.unknown} are unknown; ${ends.calls} calls.`,
  )
  rows.push([how, ends.payments, ends.unknown, `**${share}**`, ends.calls])
  if (isAsking && ends.right < ends.payments) process.exitCode = 1
}
if (write) {
  writeSection(
    'asking',
    'A sender that loses webhooks',
    `npm run prove:asking -- --seed ${seed} --runs ${runs}`,
    `Payments of Safe2Pay in worlds of ${WORLD_SIZE}, played in virtual time until ten days after the last of their events. Three of ten webhooks never come, nor do three of ten of those that are sent again on request. The receiver's real runs, every five minutes and every night, call a sender that answers as documented: no answer says when a status was taken. An end is right if D1 shows the status in which the sender has the payment.\n\n${table(['asking', 'payments', 'unknown in the end', 'end right', 'calls'], rows)}`,
  )
}
