/** The API's description, made of the schemas that check it. Cloudflare serves it from public/. */
import {
  type ConversionConfig,
  type JsonSchema,
  toJsonSchema,
  toJsonSchemaDefs,
} from '@valibot/to-json-schema'
import { type GenericSchema, safeParse } from 'valibot'
import type { Operation } from '../src/api/operation.ts'
import * as exported from '../src/api/schemas.ts'
import { SUMMARIES } from './summaries.ts'
import { WEBHOOKS } from './webhooks.ts'

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
} as const

/** OpenAPI 3.1 of the operations. */
export function openApi(operations: readonly Operation[]) {
  const names = namesOf(operations)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: described(operation, (schema) => ({
        $ref: uri(names.get(schema) ?? ''),
      })),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Catraca',
      version: '1',
      description:
        'Orders of Amplia Reg and transactions of Safe2Pay: their status, their history, and what to look at.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    security: [{ key: [] }],
    paths,
    webhooks: Object.fromEntries(
      Object.entries(WEBHOOKS).map(([type, { summary, body }]) => [
        type,
        { post: sent(type, summary, body) },
      ]),
    ),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'One of ADMIN_KEYS.' } },
      schemas: { Problem: PROBLEM, ...componentsOf(names) },
    },
  }
}

/** What a parameter of a query means, where its name does not say all of it. */
const PARAMETERS: Readonly<Record<string, string>> = {
  status: 'One status of the life cycle, or several with commas between: `3,4,15`.',
  from: 'From this time on. A day, `2026-11-25`, begins at midnight in Brasília; a time without an offset is UTC; `2026-11-25T00:00:00-03:00` says it all.',
  to: 'Until before this time, read as `from` is: `to=2026-11-26` still has all of 25 November.',
  asOf: 'As it was known at this time, read as `from` is in lists.',
  cursor: '`nextCursor` of the page before.',
  limit: 'Rows of one page, at most 200.',
  reference: "A payment's reference, which is the sale number or the number of its order.",
  refused: 'Whether events of it did not count.',
  gaps: 'Whether events of it have not arrived.',
}

const uri = (name: string): string => `#/components/schemas/${name}`

/** What goes in and out by a name: its own in schemas.ts, so that a generated client has a type `Order`; a page by its operation. */
function namesOf(operations: readonly Operation[]): ReadonlyMap<GenericSchema, string> {
  const names = new Map<GenericSchema, string>()
  const add = (schema: GenericSchema, name: string): void => {
    if (!names.has(schema)) names.set(schema, `${name[0]?.toUpperCase()}${name.slice(1)}`)
  }
  for (const [name, schema] of Object.entries(exported)) {
    if ('kind' in schema && !/^nothing$|Query$/.test(name)) add(schema, name)
  }
  for (const { id, body, result } of operations) {
    add(result, `${id}Result`)
    if (body) add(body, `${id}Body`)
  }
  return names
}

const AS_OPENAPI: ConversionConfig = {
  target: 'draft-2020-12',
  // Of an object, which is first looked at and then read, what is read.
  typeMode: 'output',
  // What only code can say.
  ignoreActions: ['check'],
  overrideRef: ({ referenceId }) => uri(referenceId),
  // As short as it can be said: no empty list of what is required, and `"type": ["string", "null"]`.
  overrideSchema: ({ jsonSchema: { required, anyOf = [], ...further } }) => {
    if (required?.length === 0) return further
    const types = anyOf.flatMap((option) => typeOf(option) ?? [])
    return types.length > 0 && types.length === anyOf.length ? { type: types } : null
  },
}

/** The type of a schema that says nothing else. */
const typeOf = (schema: JsonSchema | boolean) =>
  typeof schema === 'object' && typeof schema.type === 'string' && Object.keys(schema).length === 1
    ? schema.type
    : undefined

const componentsOf = (names: ReadonlyMap<GenericSchema, string>) =>
  toJsonSchemaDefs(Object.fromEntries([...names].map(([schema, name]) => [name, schema])), AS_OPENAPI)

function described(
  { id, path, query, body, result, change }: Operation,
  referTo: (schema: GenericSchema) => { readonly $ref: string },
) {
  const inputs = toJsonSchema(query, AS_OPENAPI)
  const parameters = [
    ...(path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : []),
    ...Object.entries(inputs.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      schema,
      ...(PARAMETERS[name] && { description: PARAMETERS[name] }),
    })),
  ]
  return {
    operationId: id,
    summary: summaryOf(id),
    parameters,
    ...(body && {
      requestBody: {
        required: !safeParse(body, undefined).success,
        content: { 'application/json': { schema: referTo(body) } },
      },
    }),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: referTo(result) } } },
      ...(change && { 403: problem('This key may only read') }),
      401: problem('No valid key'),
      ...(body && { 413: problem('The body is too large') }),
      422: problem('Invalid request'),
      ...(path.includes('{id}') && { 404: problem('Unknown id') }),
      503: problem('Not possible right now'),
    },
  }
}

function summaryOf(id: string): string {
  const summary = SUMMARIES[id]
  if (summary === undefined) throw new Error(`scripts/summaries.ts does not say what ${id} does`)
  return summary
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** A message to the user's own system: its signature tells who sends it, and no key of ours goes with it. */
function sent(type: string, summary: string, body: GenericSchema) {
  const { $schema: _, ...schema } = toJsonSchema(body, AS_OPENAPI)
  return {
    operationId: type.replaceAll(/[._](\w)/g, (_, letter: string) => letter.toUpperCase()),
    summary,
    security: [],
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      204: { description: 'Any 2xx: the message is done' },
      410: { description: 'Forwarding pauses; nothing is dropped' },
    },
  }
}
