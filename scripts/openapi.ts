/** The API's description, made of the schemas that check it. Cloudflare serves it from public/. */
import * as z from 'zod/mini'
import * as inputs from '../src/api/inputs.ts'
import type { Operation } from '../src/api/operation.ts'
import * as results from '../src/api/results.ts'
import {
  describedOperation,
  describedSchemas,
  exampleIn,
  type Node,
  type Schemas,
  tags,
} from './openapi/described.ts'
import { ANSWERS, problem, receivers } from './openapi/receivers.ts'
import { SUMMARIES } from './summaries.ts'
import * as webhooks from './webhooks.ts'

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: { type: 'array', items: { $ref: '#/components/schemas/Issue' } },
  },
} as const

/** OpenAPI 3.1 of the operations. */
export function openApi(operations: readonly Operation[]) {
  const names = namesOf(operations)
  const schemas = describedSchemas({ Problem: PROBLEM, ...componentsOf(names), ...ANSWERS } as Schemas)
  const paths: Schemas = {}
  for (const operation of operations) {
    const plain = described(operation, (schema) => referTo(names, schema))
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describedOperation(operation, plain, schemas),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Catraca',
      version: '1',
      description: [
        'Orders of Amplia Reg and transactions of Safe2Pay: their status, their history, and what needs attention.',
        'Send one of ADMIN_KEYS as `Authorization: Bearer`. A key with the role `view` can only read.',
        'Times are UTC text. A day in a query is a day of Brasília; a time may have an offset, such as `-03:00`. Money is in cents.',
        'Lists have pages: send `nextCursor` of a page as `cursor` of the next. Unknown parameters are refused.',
        'Every POST can be repeated without harm.',
      ].join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    security: [{ key: [] }],
    tags: tags(),
    paths: { ...paths, ...receivers(schemas) },
    webhooks: Object.fromEntries(
      Object.entries(webhooks.WEBHOOKS).map(([type, { summary, body }]) => [
        type,
        { post: sent(type, summary, referTo(names, body), schemas) },
      ]),
    ),
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'One of ADMIN_KEYS.' },
        sender: { type: 'http', scheme: 'bearer', description: 'A key of the sender.' },
        header: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'A key of the sender.' },
      },
      schemas,
    },
  }
}

const uri = (name: string): string => `#/components/schemas/${name}`

type Schema = z.core.$ZodType
type Names = z.core.$ZodRegistry<{ id: string }>

const referTo = (names: Names, schema: Schema) => ({ $ref: uri(names.get(schema)?.id ?? '') })

/** What goes in and out by a name: its own where it is declared, so that a generated client has a type `Order`; a page by its operation. */
function namesOf(operations: readonly Operation[]): Names {
  const names: Names = z.registry()
  const add = (schema: Schema, name: string): void => {
    if (!names.has(schema)) names.add(schema, { id: `${name[0]?.toUpperCase()}${name.slice(1)}` })
  }
  const declared = [...Object.entries(inputs), ...Object.entries(results), ...Object.entries(webhooks)]
  for (const [name, schema] of declared.sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (schema instanceof z.core.$ZodType && !/^(nothing|providerName|state)$|Query$/.test(name))
      add(schema, name)
  }
  for (const { id, body } of operations) {
    add(results.RESULTS[id], `${id}Result`)
    if (body) add(body, `${id}Body`)
  }
  return names
}

/** As short as it can be said: `"type": ["string", "null"]`. */
const override = ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  const types = (jsonSchema.anyOf ?? []).flatMap((option) => typeOf(option) ?? [])
  if (types.length === 0 || types.length !== jsonSchema.anyOf?.length) return
  delete jsonSchema.anyOf
  // JSON Schema has a list of types; zod declares one.
  Object.assign(jsonSchema, { type: types })
}

/** The type of a schema that says nothing else. */
const typeOf = (schema: z.core.JSONSchema.BaseSchema) =>
  schema.type !== undefined && Object.keys(schema).length === 1 ? schema.type : undefined

/** Without the keywords of a standalone schema. */
const bare = ({ $schema: _, $id: __, ...schema }: z.core.JSONSchema.BaseSchema) => schema

const componentsOf = (names: Names) =>
  Object.fromEntries(
    Object.entries(z.toJSONSchema(names, { uri, override }).schemas).map(([name, schema]) => [
      name,
      bare(schema),
    ]),
  )

function described(
  { id, path, query, body, change }: Operation,
  referTo: (schema: Schema) => { readonly $ref: string },
) {
  const inputs = z.toJSONSchema(query, { override })
  const parameters = [
    ...(path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : []),
    ...Object.entries(inputs.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      schema,
    })),
  ]
  return {
    operationId: id,
    summary: summaryOf(id),
    parameters,
    ...(body && {
      requestBody: {
        required: !z.safeParse(body, undefined).success,
        content: { 'application/json': { schema: referTo(body) } },
      },
    }),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: referTo(results.RESULTS[id]) } } },
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

/** A message to the user's own system: its signature tells who sends it, and no key of ours goes with it. */
function sent(type: string, summary: string, schema: Node, schemas: Schemas) {
  return {
    operationId: type.replaceAll(/[._](\w)/g, (_, letter: string) => letter.toUpperCase()),
    summary,
    tags: ['forwarding'],
    security: [],
    parameters: SIGNED.map(([header, description]) => ({
      name: header,
      in: 'header',
      required: true,
      schema: { type: 'string' },
      description,
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema,
          example: { ...(exampleIn(schema, schemas) as object), type },
        },
      },
    },
    responses: {
      204: { description: 'Any 2xx: the message is done' },
      410: { description: 'Forwarding pauses; nothing is dropped' },
    },
  }
}

/** As Standard Webhooks has them. */
const SIGNED = [
  ['webhook-id', 'The id of the message. The same for each attempt.'],
  ['webhook-timestamp', 'When this attempt was made, in seconds since 1970.'],
  ['webhook-signature', 'The signatures of id, timestamp and body: `v1,` and Base64.'],
] as const
