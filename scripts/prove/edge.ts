/**
 * The Worker's edge before one object, with the real code from a request to its answer: for what the object alone cannot
 * show, several events in one body and the keys of a sandbox. A body that is kept apart is caught where it would be kept.
 */
import type { Outcome } from '../../src/entity/acceptance.ts'
import type { Event } from '../../src/providers/event.ts'
import { PROVIDERS, providerNamed } from '../../src/providers/index.ts'
import type { Message } from '../../src/quarantine/message.ts'
import { answerTo } from '../../src/receive/answer.ts'
import { receive } from '../../src/receive/receive.ts'
import type { RunningEntity } from './entity.ts'
import type { SandboxWay } from './history.ts'
import { around } from './instance.ts'
import { HEADS } from './keys.ts'
import { Violation } from './violation.ts'

interface Answer {
  readonly verdict?: string
  readonly quarantineId?: string
}

export interface Posted {
  readonly status: number
  /** One for each event of a list. */
  readonly answers: readonly Answer[]
  /** What the object was handed, and what it said. */
  readonly heard: readonly { readonly event: Event; readonly outcome: Outcome }[]
  readonly kept: readonly (Message & { readonly id: string })[]
}

export async function post(
  entity: RunningEntity,
  provider: string,
  body: string,
  keys: string,
  way: SandboxWay,
): Promise<Posted> {
  const heard: { event: Event; outcome: Outcome }[] = []
  const kept: (Message & { id: string })[] = []
  const env = around(entity.d1, {
    ENTITIES: entity.objects((event, outcome) => heard.push({ event, outcome })),
    QUARANTINE: {
      getByName: (id: string) => ({ keep: async (message: Message) => void kept.push({ ...message, id }) }),
    },
    LOCAL: 'true',
    FAILED_CREDENTIALS: { limit: async () => ({ success: true }) },
    ...Object.fromEntries(PROVIDERS.map(({ keysVariable }) => [keysVariable, keys])),
  })
  const request = new Request('https://catraca.invalid/', {
    method: 'POST',
    body,
    ...(HEADS[way] && { headers: { 'X-Api-Key': HEADS[way] } }),
  })
  const owner = providerNamed(provider)
  const { result } = await receive(owner, request, undefined, env)
  const { status, body: answer } = answerTo(owner, result)
  entity.assertSound()
  return { status, answers: [answer as Answer | readonly Answer[]].flat(), heard, kept }
}

/** What must become of a body that came with the sandbox's key, whatever it says: kept on its own, and never judged. */
export function assertApart({ answers, heard, kept }: Posted, entityName: string, place = 0): void {
  const answer = answers[place]
  const own = kept.find(({ id }) => id === answer?.quarantineId)
  const isMarked = own?.reason === 'sandbox_key' && own.sandboxKey !== undefined
  const isItsOwn = own?.entity?.name === entityName && !/the-key-/.test(own.body)
  const isJudged = heard.length > place
  if (answer?.verdict !== 'ignored' || !isMarked || !isItsOwn || isJudged)
    throw new Violation('a sandbox never touches production', JSON.stringify({ answer, own, isJudged }))
}
