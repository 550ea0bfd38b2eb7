/** One operation of the API as data: the router serves it and the OpenAPI document describes it, from the same schemas. */
import type * as z from 'zod/mini'
import type { Action } from '../access/trail.ts'
import type { EntityId } from '../id.ts'
import type { Deed } from '../operations/record.ts'
import type { Problem } from '../problem.ts'
import type { Provider } from '../providers/provider.ts'
import type { OperationId, Result } from './results.ts'

type Schema = z.core.$ZodType

export interface Operation<
  Id extends OperationId = OperationId,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
> {
  /** Its answer is in results.ts under this name. */
  readonly id: Id
  readonly method: 'GET' | 'POST'
  /** Parameters are in braces: `/orders/{id}`. */
  readonly path: string
  /** If it changes something: its name in the log, and the provider that its `{id}` belongs to. */
  readonly change?: Pick<Action, 'action' | 'provider'>
  readonly query: Query
  readonly body?: Body
  /** The media type of the answer, if it is text and not JSON. */
  readonly media?: string
  run(call: Call<z.output<Query>, z.output<Body>>): Promise<
    | Problem
    | {
        readonly kind: 'ok'
        readonly value: Result<Id>
        /** What was done, if that is more than `change` says: for the list of operations. */
        readonly deeds?: readonly Omit<Deed, 'action'>[]
      }
  >
}

export interface Call<Query, Body> {
  readonly env: Env
  /** The parameter of the path; empty if it has none. */
  readonly id: string
  readonly query: Query
  readonly body: Body
  /** The operator's name. */
  readonly by: string
}

/** An operation on one of a provider's entities: its id may be in any spelling, and one that cannot exist is answered 404. */
export const ofEntity = <Id extends OperationId, Query extends Schema, Body extends Schema>(
  provider: Provider,
  {
    run,
    ...definition
  }: Omit<Operation<Id, Query, Body>, 'run'> & {
    run(
      call: Call<z.output<Query>, z.output<Body>> & { readonly id: EntityId },
    ): ReturnType<Operation<Id, Query, Body>['run']>
  },
): Operation =>
  operation<Id, Query, Body>({
    ...definition,
    run: async (call) => {
      const id = provider.entityId(call.id)
      return id === null ? { kind: 'not_found' } : run({ ...call, id })
    },
  })

/** Keeps the types of one operation's schemas and handler together. */
export const operation = <Id extends OperationId, Query extends Schema, Body extends Schema>(
  definition: Operation<Id, Query, Body>,
): Operation => definition as unknown as Operation
