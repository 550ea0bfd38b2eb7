/** The API's description, made of the schemas that check it. Runs when it is generated, not in the Worker: Cloudflare serves it from public/. */
import { $ZodRegistry, $ZodType, safeParse, toJSONSchema } from 'zod/v4/core'
import type { Operation } from './operation.ts'
import * as exported from './schemas.ts'

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
        $ref: uri(names.get(schema)?.id ?? ''),
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
function namesOf(operations: readonly Operation[]): $ZodRegistry<{ id: string }> {
  const names = new $ZodRegistry<{ id: string }>()
  const add = (schema: $ZodType, name: string): void => {
    if (!names.has(schema)) names.add(schema, { id: `${name[0]?.toUpperCase()}${name.slice(1)}` })
  }
  for (const [name, schema] of Object.entries(exported)) {
    if (schema instanceof $ZodType && !/^nothing$|Query$/.test(name)) add(schema, name)
  }
  for (const { id, body, result } of operations) {
    add(result, `${id}Result`)
    if (body) add(body, `${id}Body`)
  }
  return names
}

const componentsOf = (names: $ZodRegistry<{ id: string }>) =>
  Object.fromEntries(
    Object.entries(toJSONSchema(names, { uri }).schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [
      name,
      schema,
    ]),
  )

function described(
  { id, summary, path, query, body, result }: Operation,
  referTo: (schema: $ZodType) => { readonly $ref: string },
) {
  const inputs = toJSONSchema(query, { io: 'input' })
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
    summary,
    parameters,
    ...(body && {
      requestBody: {
        required: !safeParse(body, undefined).success,
        content: { 'application/json': { schema: referTo(body) } },
      },
    }),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: referTo(result) } } },
      401: problem('No valid key'),
      ...(body && { 413: problem('The body is too large') }),
      422: problem('Invalid request'),
      ...(path.includes('{id}') && { 404: problem('Unknown id') }),
      503: problem('Not possible right now'),
    },
  }
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
