/** The API: each request is checked by the schemas that describe it. Answers are checked by the compiler and the tests. */
import type { Context } from 'hono'
import { Hono } from 'hono/tiny'
import type * as z from 'zod/mini'
import { operatorName } from '../access/admin.ts'
import { operatorsOnly, type Refusal } from '../access/operator.ts'
import { writeAction } from '../access/trail.ts'
import { bytesOf } from '../bytes.ts'
import { rootCause } from '../db/faults.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { record } from '../operations/record.ts'
import { type Problem, problemResponse } from '../problem.ts'
import { providerNamed } from '../providers/index.ts'
import { check } from './issues.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'

const PROBLEMS = {
  none: 'unauthorized_operator',
  wrong: 'unauthorized_operator',
  too_many: 'too_many_failures',
  unavailable: 'unavailable',
} as const satisfies Readonly<Record<Refusal, Problem['kind']>>

export const api = new Hono<{ Bindings: Env }>()

api.use(
  '*',
  operatorsOnly((_, refusal) => problemResponse({ kind: PROBLEMS[refusal] })),
)

// A literal path comes before one with a parameter, whatever their order in the list.
for (const operation of [...OPERATIONS].sort((a, b) => a.path.indexOf('{') - b.path.indexOf('{'))) {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
  api.on(operation.method, path, async (context) => {
    const answer = await run(operation, context)
    if (answer.kind !== 'ok')
      return problemResponse(answer.kind === 'not_found' ? { ...answer, what: nounOf(operation) } : answer)
    if (operation.media === undefined) return context.json(answer.value as object)
    return context.body(String(answer.value), 200, { 'Content-Type': operation.media })
  })
  api.all(path, () => problemResponse({ kind: 'method_not_allowed', allow: operation.method }))
}

api.notFound(() => problemResponse({ kind: 'not_found' }))

/** `order` of `/orders/{id}`, `message` of the quarantine. */
const nounOf = ({ path }: Operation): string => {
  const [, room = ''] = path.split('/')
  return room === 'quarantine' ? 'message in quarantine' : room.replace(/s$/, '')
}

type Answer = Problem | { readonly kind: 'ok'; readonly value: unknown }

async function run(operation: Operation, context: Context<{ Bindings: Env }>): Promise<Answer> {
  const id = context.req.param('id') ?? ''
  const { operator } = context.var
  if (operation.change && operator.role !== 'act') return { kind: 'view_only' }
  if (id.length > LIMITS.idCharacters) return { kind: 'not_found' }
  const query = checked(operation.query, context.req.query())
  if (!query.success) return query.problem
  const body = operation.body
    ? await checkedBody(operation.body, context.req.raw)
    : { success: true as const, data: undefined }
  if (!body.success) return body.problem
  try {
    const by = operatorName(operator)
    const answer = await operation.run({ env: context.env, id, query: query.data, body: body.data, by })
    if (answer.kind === 'ok' && operation.change) {
      const { action, provider } = operation.change
      const entity = provider === undefined ? undefined : (providerNamed(provider).entityId(id) ?? undefined)
      writeAction(operator, {
        ...operation.change,
        ...(entity ? { entity } : id !== '' && { quarantine: id }),
      })
      const deeds = answer.deeds ?? [{ provider, entityId: entity ?? (id || undefined) }]
      await record(
        context.env,
        by,
        deeds.map((deed) => ({ action, ...deed })),
      )
    }
    return answer
  } catch (error) {
    log('error', { event: 'api_failed', operation: operation.id, error: rootCause(error) })
    return { kind: 'unavailable' }
  }
}

function checked(schema: z.core.$ZodType, value: unknown) {
  const result = check(schema, value)
  if (result.success) return result
  return { success: false as const, problem: { kind: 'invalid_request', issues: result.issues } as const }
}

async function checkedBody(schema: z.core.$ZodType, request: Request) {
  const refused = (problem: Problem) => ({ success: false as const, problem })
  let bytes: Uint8Array | null
  try {
    bytes = await bytesOf(request, LIMITS.formBytes)
  } catch {
    // The client hung up, and gets no answer.
    return refused({ kind: 'body_interrupted' })
  }
  if (!bytes) return refused({ kind: 'body_too_large', limitBytes: LIMITS.formBytes })
  return checked(schema, parsed(new TextDecoder().decode(bytes)))
}

function parsed(json: string): unknown {
  if (json === '') return undefined
  try {
    return JSON.parse(json) as unknown
  } catch {
    // No schema accepts null, so what is not JSON is refused; `undefined`, no body at all, can have a meaning of its own.
    return null
  }
}
