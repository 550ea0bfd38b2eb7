/** One operation of the API as data: the router serves it and the OpenAPI document describes it, from the same schemas. */
import type { GenericSchema, InferOutput } from 'valibot'
import type { Action } from '../access/trail.ts'
import type { Deed } from '../operations/record.ts'
import type { Problem } from '../problem.ts'

export interface Operation<
  Query extends GenericSchema = GenericSchema,
  Body extends GenericSchema = GenericSchema,
  Result extends GenericSchema = GenericSchema,
> {
  readonly id: string
  readonly method: 'GET' | 'POST'
  /** With its parameters in braces: `/orders/{id}`. */
  readonly path: string
  /** What the log calls it, where it changes something, and whose order or payment its `{id}` is. */
  readonly change?: Pick<Action, 'action' | 'provider'>
  readonly query: Query
  readonly body?: Body
  readonly result: Result
  /** What the answer is where it is no JSON; `result` is then a text. */
  readonly media?: string
  /** A problem, or what `result` describes. */
  run(call: Call<InferOutput<Query>, InferOutput<Body>>): Promise<
    | Problem
    | {
        readonly kind: 'ok'
        readonly value: unknown
        /** What was done, where that is more than `change` says: for the list of operations. */
        readonly deeds?: readonly Omit<Deed, 'action'>[]
      }
  >
}

export interface Call<Query, Body> {
  readonly env: Env
  /** The parameter of the path; empty where there is none. */
  readonly id: string
  readonly query: Query
  readonly body: Body
  /** The operator's name. */
  readonly by: string
}

/** Keeps the types of one operation's schemas and handler together. */
export const operation = <
  Query extends GenericSchema,
  Body extends GenericSchema,
  Result extends GenericSchema,
>(
  definition: Operation<Query, Body, Result>,
): Operation => definition as unknown as Operation
