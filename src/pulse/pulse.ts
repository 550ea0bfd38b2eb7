/**
 * One object that collects the latest deliveries without an event from all isolates, and counts them. It writes the counts
 * to D1 once a minute. No delivery waits for these numbers or depends on them.
 */
import { DurableObject } from 'cloudflare:workers'
import { dayOf } from '../days.ts'
import { rootCause } from '../db/faults.ts'
import { addOutcomes } from '../db/outcomes.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import type { Counts, Knock } from './knock.ts'

/** Stored under one key, because the platform removes an object from memory within seconds. */
interface State {
  /** Newest first. */
  readonly lately: readonly Knock[]
  /** Counts that D1 does not have yet, by day, sender and outcome. */
  readonly counts: Readonly<Record<string, number>>
}

const STATE = 'state'

export class Pulse extends DurableObject<Env> {
  async take(knocks: readonly Knock[], told: Counts): Promise<void> {
    const { lately, counts } = await this.#state()
    const day = dayOf(Date.now())
    const state: State = {
      lately: [...knocks.toReversed(), ...lately].slice(0, LIMITS.pulseKnocks),
      counts: told.reduce((sum, [name, n]) => added(sum, `${day} ${name}`, n), counts),
    }
    await this.ctx.storage.put(STATE, state)
    if (told.length > 0 && (await this.ctx.storage.getAlarm()) === null)
      await this.ctx.storage.setAlarm(Date.now() + LIMITS.pulseFlushMs)
  }

  async lately(): Promise<readonly Knock[]> {
    return (await this.#state()).lately
  }

  /** Never throws: counts that D1 does not accept are sent with the next ones. */
  override async alarm(): Promise<void> {
    const { counts } = await this.#state()
    try {
      await addOutcomes(this.env.DB, Object.entries(counts))
    } catch (error) {
      log('warn', { event: 'pulse_failed', error: rootCause(error) })
      return
    }
    // Keeps the deliveries that arrived meanwhile.
    const { lately, counts: now } = await this.#state()
    const left = Object.entries(counts).reduce((sum, [name, n]) => added(sum, name, -n), now)
    const state = { lately, counts: Object.fromEntries(Object.entries(left).filter(([, n]) => n > 0)) }
    await this.ctx.storage.put(STATE, state)
    if (Object.keys(state.counts).length > 0)
      await this.ctx.storage.setAlarm(Date.now() + LIMITS.pulseFlushMs)
  }

  async #state(): Promise<State> {
    return (await this.ctx.storage.get<State>(STATE)) ?? { lately: [], counts: {} }
  }
}

const added = (counts: State['counts'], name: string, n: number): State['counts'] => ({
  ...counts,
  [name]: (counts[name] ?? 0) + n,
})
