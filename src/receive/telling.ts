/**
 * Reports deliveries that leave no event to the pulse, many at a time: an isolate collects them for some seconds, longer if
 * there are many. Nothing waits for this.
 */
import { waitUntil } from 'cloudflare:workers'
import { rootCause } from '../db/faults.ts'
import * as LIMITS from '../limits.ts'
import { pulseIn } from '../pulse/at.ts'
import type { Knock } from '../pulse/knock.ts'
import { writeLine } from './line.ts'
import type { DeliveryLog } from './log.ts'

/** Verdicts of events, which D1 will have. */
const STORED: ReadonlySet<string> = new Set([
  'applied',
  'amended',
  'stale',
  'regression',
  'conflict',
  'unknown',
])

let knocks: Knock[] = []
const counts = new Map<string, number>()
/** Until when a request is collecting; a request that is cut off reports nothing. */
let untilMs = 0
let wasMany = false

/** Times are milliseconds since 1970. */
export function tellOf(
  log: DeliveryLog,
  request: Request,
  httpStatus: number,
  startedMs: number,
  answeredMs: number,
  env: Env,
  isTest: boolean,
): void {
  const { provider, verdict, verdicts = { [verdict]: 1 }, entity, key, wrong } = log
  const outcomes = Object.entries(verdicts).filter(([outcome]) => !STORED.has(outcome))
  if (!provider || outcomes.length === 0) return
  for (const [outcome, n] of outcomes) {
    if (!isTest) {
      const name = `${provider} ${outcome}`
      counts.set(name, (counts.get(name) ?? 0) + n)
    }
    if (knocks.length < LIMITS.pulseKnocksTold) {
      knocks.push({
        at: new Date(answeredMs).toISOString(),
        provider,
        outcome,
        httpStatus,
        ms: answeredMs - startedMs,
        isTest,
        entity,
        key: key?.position,
        wrong,
        country: /^[A-Z]{2}$/.exec(String(request.cf?.country))?.[0],
      })
    }
  }
  // A person who tests looks at the page at once.
  if (answeredMs < untilMs && !isTest) return
  const delayMs = isTest ? 0 : wasMany ? LIMITS.pulseDelayManyMs : LIMITS.pulseDelayMs
  untilMs = answeredMs + delayMs + LIMITS.pulseDelayManyMs
  waitUntil(flush(env, delayMs, request.url))
}

async function flush(env: Env, delayMs: number, url: string): Promise<void> {
  if (delayMs > 0) await scheduler.wait(delayMs)
  const told = [knocks, [...counts]] as const
  wasMany = knocks.length === LIMITS.pulseKnocksTold
  knocks = []
  counts.clear()
  untilMs = 0
  try {
    await pulseIn(env.PULSE).take(...told)
  } catch (error) {
    // One line for all, because only a number is lost.
    await writeLine('warn', { event: 'pulse_failed', error: rootCause(error) }, url)
  }
}
