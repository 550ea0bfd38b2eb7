/** The histories of `npm run prove`, on the real runtime: real objects, real alarms, real D1. */
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { historyOf } from '../../../scripts/prove/histories.ts'
import { endOf } from '../../../scripts/prove/oracle.ts'
import { bothSides } from '../../tools/both-sides.ts'
import { diskOf, objectOf } from '../../tools/object.ts'
import { playHere } from './world.ts'

const first = Number(env.PROOF_FIRST)
const runs = Number(env.PROOF_RUNS)
const seed = Number(env.PROOF_SEED)

/** Histories under way at once: each mostly waits, and each has an entity of its own. */
const LANES = 8

it(`ends ${runs} histories where their providers left them, with D1 equal to the objects`, async () => {
  let told = 0
  let deliveries = 0
  const play = async (number: number): Promise<void> => {
    const history = historyOf(seed + number)
    const { story } = history
    const ended = await playHere(history)
    deliveries += ended.deliveries

    const stub = objectOf(story.provider, story.entityId)
    const { log, state } = await diskOf(stub)
    const stored = log.map(({ fingerprint }) => ended.read.indexOf(fingerprint))
    expect(stored, `history ${number}: of the sandbox`).not.toContain(-1)
    expect(new Set(stored).size, `history ${number}: an event twice`).toBe(stored.length)
    // An echo, like a reversal, is told by days between two arrivals, and the clock here is the real one, by which it is
    // a duplicate: `npm run prove` plays them.
    for (const index of [...ended.acknowledged].filter((each) => story.events[each]?.echoOf === undefined))
      expect(stored, `history ${number}: lost`).toContain(index)
    const due = endOf(story, new Set(stored))
    const isReversed = story.events.some(({ kind }) => kind === 'reversal')
    if (due && !isReversed) {
      told += 1
      expect(state?.head?.status, `history ${number}`).toBe(due.status)
      if (due.gaps !== undefined) expect(state?.head?.gaps, `history ${number}`).toBe(due.gaps)
    }
    const { inD1, inObject } = await bothSides(story.provider, story.entityId)
    expect(inD1, `history ${number}`).toEqual(inObject)
  }
  let next = first
  const lane = async (): Promise<void> => {
    while (next < first + runs) {
      const number = next
      next += 1
      await play(number)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  console.log(`proof: ${JSON.stringify({ runs, seed, deliveries, told })}`)
}, 3_600_000)
