/**
 * The state of the user's own system, in one object for all entities: whether it is up or paused, and which entities wait
 * for it. A message that is acknowledged at once never involves this object.
 */
import { DurableObject } from 'cloudflare:workers'
import { rootCause } from '../db/faults.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { objectNamed } from '../object.ts'
import { type Failure, isOfEndpoint } from './answer.ts'
import { post, recentOf } from './attempt.ts'
import { askAgain } from './gate.ts'
import {
  type Health,
  isReleasing,
  moved,
  notTaken,
  type Permit,
  paused,
  permitted,
  probeAtMs,
  type Recent,
  resumed,
  seen,
  taken,
  UNKNOWN,
} from './health.ts'
import {
  type Counts,
  countWaiting,
  createList,
  dropWaiting,
  putWaiting,
  readUndelivered,
  readWaiting,
  type Waiting,
  waitingNamed,
} from './list.ts'
import { messageId } from './message-id.ts'
import { type Settings, settingsOf } from './settings.ts'
import type { EndpointState, Gauges } from './state.ts'

const HEALTH = 'health'

/** An entity's report of an attempt. */
export interface Report {
  readonly waiting: Waiting
  readonly attempt: Recent
  /** Null if the message was acknowledged. */
  readonly failure: Failure | null
  /** The endpoint asked for a pause. */
  readonly pauses: boolean
}

export class Endpoint extends DurableObject<Env> {
  #health: Health
  /** When the alarm is due that this process has set; null if it has set none. */
  #dueMs: number | null = null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    createList(ctx.storage.sql)
    this.#health = ctx.storage.kv.get<Health>(HEALTH) ?? UNKNOWN
  }

  /** Whether an entity may send now. If not, it is put on the list, and called when it may. */
  permit(waiting: Waiting): Permit {
    const { health, permit } = permitted(this.#health, settingsOf(this.env).kind === 'ready', Date.now())
    this.#change(health, permit === 'free' ? null : { name: waiting.name, waiting })
    return permit
  }

  /** Takes the report of an attempt that failed, or was not the first. */
  report({ waiting, attempt, failure, pauses }: Report): void {
    if (pauses) askAgain()
    const health = failure
      ? notTaken(this.#health, attempt, waiting.name, failure)
      : taken(this.#health, attempt)
    this.#change(pauses ? paused(health, 'endpoint', attempt.at) : health, {
      name: waiting.name,
      waiting: failure ? waiting : null,
    })
  }

  pause(): void {
    askAgain()
    this.#change(paused(this.#health, 'operator', new Date().toISOString()))
  }

  resume(): void {
    this.#change(resumed(this.#health))
  }

  async state(): Promise<EndpointState> {
    const settings = settingsOf(this.env)
    const { sql } = this.ctx.storage
    const secrets = await this.#secrets(settings)
    const { breaker, paused: pause, failingSince, recent } = this.#health
    return {
      kind: settings.kind,
      host: settings.kind === 'ready' ? (settings.binding ? 'FORWARD' : settings.host) : null,
      reason: settings.kind === 'invalid' ? settings.reason : null,
      paused: pause,
      failingSince,
      downSince: breaker.open && new Date(breaker.open.sinceMs).toISOString(),
      waiting: this.#counts(),
      oldest: readWaiting(sql, '', LIMITS.forwardShown, 'since'),
      recent,
      secrets,
    }
  }

  /** The state in numbers. Reads one row, however many entities wait. */
  gauges(): Gauges {
    const { breaker, paused: pause, failingSince } = this.#health
    const [oldest] = readWaiting(this.ctx.storage.sql, '', 1, 'since')
    return {
      ...this.#counts(),
      oldestSince: oldest?.since ?? null,
      isPaused: pause !== null,
      isFailing: failingSince !== null,
      isDown: breaker.open !== null,
    }
  }

  /** Messages that need attention: those that were given up or refused. */
  undelivered(): readonly Waiting[] {
    return readUndelivered(this.ctx.storage.sql, LIMITS.forwardUndelivered)
  }

  /** Counts the list again, because a version that did not count it may have written it. */
  recount(): void {
    const counts = countWaiting(this.ctx.storage.sql)
    if (JSON.stringify(counts) !== JSON.stringify(this.#counts())) this.#change({ ...this.#health, counts })
  }

  /** Sends a test message; null if nothing usable is configured. */
  async sendTest(): Promise<Recent | null> {
    const settings = settingsOf(this.env)
    if (settings.kind !== 'ready') return null
    const at = new Date().toISOString()
    const body = JSON.stringify({
      type: 'catraca.test',
      timestamp: at,
      data: { message: 'A test' },
    })
    const id = await messageId('test', Date.parse(at))
    const attempt = recentOf(await post(settings, id, body, false), null)
    this.#change((attempt.failure ? seen : taken)(this.#health, attempt))
    return attempt
  }

  /** Calls the waiting entities: all of them once the endpoint is up, otherwise one as a probe. Never throws. */
  override async alarm(): Promise<void> {
    this.#dueMs = null
    try {
      if (this.#health.isMisconfigured && settingsOf(this.env).kind === 'ready') this.resume()
      else if (isReleasing(this.#health)) await this.#release()
      else await this.#probe()
    } catch (error) {
      log('error', { event: 'forward_release_failed', error: rootCause(error) })
    }
    this.#arm(LIMITS.probeTakesMs)
  }

  /** The set of secrets, and since when it is in use; only a digest of it is stored. */
  async #secrets(settings: Settings): Promise<EndpointState['secrets']> {
    if (settings.kind !== 'ready') return null
    const digest = await messageId(settings.secrets.join(), 0)
    const known = this.#health.secrets
    const secrets = known?.digest === digest ? known : { digest, since: new Date().toISOString() }
    if (secrets !== known) this.#change({ ...this.#health, secrets })
    return { count: settings.secrets.length, since: secrets.since }
  }

  async #release(): Promise<void> {
    const { releasing } = this.#health
    if (!releasing) return
    const next = readWaiting(this.ctx.storage.sql, releasing.after, LIMITS.forwardReleases)
    await this.#call(next.filter((each) => releasing.isForAll || isOfEndpointAlone(each)))
    // A report that arrived meanwhile may have changed it.
    if (this.#health.releasing !== releasing) return
    const last = next.length < LIMITS.forwardReleases ? undefined : next.at(-1)
    this.#change({ ...this.#health, releasing: last ? { ...releasing, after: last.name } : null })
  }

  async #probe(): Promise<void> {
    const dueMs = probeAtMs(this.#health)
    if (dueMs === null || dueMs > Date.now()) return
    const { sql } = this.ctx.storage
    const [next = readWaiting(sql, '', 1)[0]] = readWaiting(sql, this.#health.probed, 1)
    if (!next) return
    this.#change({ ...this.#health, probed: next.name })
    await this.#call([next])
  }

  async #call(waiting: readonly Waiting[]): Promise<void> {
    const called = waiting.filter(({ stands }) => stands !== 'refused')
    await Promise.all(
      called.map(async ({ name }) => {
        const entity = objectNamed(this.env.ENTITIES, name)
        // The entity died between an answer and its report, and waits for nothing.
        if (!(await entity.releaseForward())) this.#change(this.#health, { name, waiting: null })
      }),
    )
  }

  /**
   * Writes the changes, and sets the alarm if an entity is to be called.
   * @param listed an entity, and how it waits; null if it no longer does
   */
  #change(
    health: Health,
    listed: { readonly name: string; readonly waiting: Waiting | null } | null = null,
  ): void {
    const { storage } = this.ctx
    const { sql } = storage
    this.#health = storage.transactionSync(() => {
      let changed = health
      if (listed) {
        const { name, waiting } = listed
        const before = waitingNamed(sql, name)
        if (before?.stands !== waiting?.stands)
          changed = { ...health, counts: moved(this.#counts(), before, waiting) }
        if (waiting) putWaiting(sql, before, waiting)
        else if (before) dropWaiting(sql, name)
      }
      if (changed !== this.#health) storage.kv.put(HEALTH, changed)
      return changed
    })
    this.#arm(0)
  }

  /** The counts; computed once if an earlier version has written the list. */
  #counts(): Counts {
    return this.#health.counts ?? countWaiting(this.ctx.storage.sql)
  }

  /** @param leastMs the minimum wait, so that a call without effect is not repeated at once */
  #arm(leastMs: number): void {
    const nowMs = Date.now()
    const probeMs = probeAtMs(this.#health)
    if (isReleasing(this.#health)) this.#armAt(nowMs + LIMITS.forwardReleaseMs)
    else if (probeMs !== null) this.#armAt(Math.max(probeMs, nowMs + leastMs))
    else if (this.#health.isMisconfigured) this.#armAt(nowMs + LIMITS.forwardConfigurationMs)
  }

  #armAt(dueMs: number): void {
    const isSet =
      this.#dueMs !== null && this.#dueMs <= dueMs && this.#dueMs > Date.now() - LIMITS.probeTakesMs
    if (isSet) return
    this.#dueMs = dueMs
    void this.ctx.storage.setAlarm(dueMs)
  }
}

/** Whether it waits for the endpoint, and not because of its message. */
const isOfEndpointAlone = ({ stands, failure }: Waiting): boolean =>
  stands === 'held' || failure === null || isOfEndpoint(failure)
