/** A history is a story and what the world did to it, step by step: all that a run needs to be repeated. Data only. */
import type { Story } from './story.ts'

/** How a call of the object fails on the platform's side. */
export type RpcFailure = {
  /** Before the object saw it; while it was at work; after it had committed, so that only the answer is lost. */
  readonly when: 'before' | 'during' | 'after'
  /** As the platform marks it: the Worker then tries once more on its own. */
  readonly retryable: boolean
}

/** How a batch of D1 fails. */
export interface D1Fault {
  readonly message: string
  /**
   * The statement at which it fails, from 0. `answer`: everything is committed and the answer is lost. `late`: the same,
   * but committed only after the next batch, or when all is over.
   */
  readonly at: number | 'answer' | 'late'
}

/**
 * What an operator has the object do: judge the log again by today's table, send everything to D1 again, erase what is
 * personal data. None of it may change a status or what is known already.
 */
export type Repair = 'refold' | 'reproject' | 'erase'

export interface Send {
  /** Which event of the story. */
  readonly event: number
  readonly spelling: number
  readonly failures: readonly RpcFailure[]
}

/** Where the key of a sandbox stands: in the head, in the body, or in one of them while the other has production's. */
export type SandboxWay = 'head' | 'body' | 'behind_production' | 'beside_production'

export type Step = { readonly afterMs: number } & (
  | { readonly kind: 'send'; readonly sends: readonly Send[] }
  /** One body that is a list. The object answers; that the sender hears it, `isHeard` says. */
  | {
      readonly kind: 'several'
      readonly sends: readonly Send[]
      readonly isHeard: boolean
      /** Last in it, a body of the sandbox; null if none is. */
      readonly sandbox: string | null
    }
  /** The sandbox of the same sender has an order or payment of the same id, and its webhook leads here. */
  | { readonly kind: 'sandbox'; readonly body: string; readonly way: SandboxWay }
  /** The alarm fires now if there is one, and something happens while its batch is on the way. */
  | {
      readonly kind: 'alarm'
      readonly meanwhile: readonly Send[]
      /** The object dies before or after D1 took the batch; the platform fires the alarm again. */
      readonly dies: 'before' | 'after' | null
      /** What an operator does to the object at that moment. */
      readonly repair: Repair | null
    }
  /** Once more after it was done: the platform promises at least once. */
  | { readonly kind: 'alarm_again' }
  | { readonly kind: 'evict' }
  | { readonly kind: 'repair'; readonly repair: Repair }
  | { readonly kind: 'd1'; readonly fault: D1Fault | null }
)

export const sendsOf = (step: Step): readonly Send[] =>
  step.kind === 'send' || step.kind === 'several' ? step.sends : step.kind === 'alarm' ? step.meanwhile : []

export interface History {
  readonly story: Story
  /** Alarms fire when they are due, or only when a step says so. */
  readonly punctual: boolean
  readonly steps: readonly Step[]
}

/** A history for a person: one line per step. */
export function describeHistory({ story, punctual, steps }: History): string {
  const name = (index: number): string => {
    const event = story.events[index]
    if (!event) return `event ${index}`
    const from = story.provider === 'amplia' ? `${event.previousStatus ?? 'nothing'} → ` : ''
    const time =
      story.provider === 'amplia' ? ` at ${new Date(event.atMicros / 1000).toISOString().slice(0, -1)}` : ''
    const micros = story.provider === 'amplia' ? `${String(event.atMicros % 1000).padStart(3, '0')}Z` : ''
    return `${from}${event.status}${time}${micros}${event.kind === 'life' ? '' : ` (${event.kind})`}`
  }
  const send = ({ event, failures }: Send): string =>
    [
      name(event),
      ...failures.map(({ when, retryable }) => `fails ${when}${retryable ? ', retryable' : ''}`),
    ].join('; ')
  const line = (step: Step): string => {
    switch (step.kind) {
      case 'send':
        return `send ${step.sends.map(send).join('  ‖  ')}`
      case 'alarm':
        return `alarm${step.dies ? `, the object dies ${step.dies} D1 commits` : ''}${step.meanwhile.map((each) => `, meanwhile ${send(each)}`).join('')}${step.repair ? `, meanwhile ${step.repair}` : ''}`
      case 'several':
        return `send in one body ${step.sends.map(send).join(', ')}${step.sandbox === null ? '' : ', and one of the sandbox'}${step.isHeard ? '' : '; the answer is lost'}`
      case 'sandbox':
        return `the sandbox sends, its key ${step.way}: ${step.body}`
      case 'alarm_again':
        return 'alarm once more'
      case 'evict':
        return 'evict the object'
      case 'repair':
        return step.repair
      case 'd1':
        return step.fault ? `D1 fails at ${step.fault.at}: ${step.fault.message}` : 'D1 is back'
    }
  }
  return [
    `${story.provider} ${story.entityId}, alarms ${punctual ? 'on time' : 'late'}`,
    ...steps.map((step, index) => `  ${index + 1}. +${step.afterMs} ms ${line(step)}`),
  ].join('\n')
}
