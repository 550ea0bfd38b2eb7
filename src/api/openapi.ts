/** The API's description, made of the schemas that check it. Runs when it is generated, not in the Worker: Cloudflare serves it from public/. */
import { toJSONSchema } from 'zod/v4/core'
import type { Operation } from './operation.ts'

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
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: described(operation),
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
      schemas: { Problem: PROBLEM },
    },
  }
}

function described({ id, summary, path, query, body, result }: Operation) {
  const inputs = toJSONSchema(query, { io: 'input' })
  const parameters = [
    ...(path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : []),
    ...Object.entries(inputs.properties ?? {}).map(([name, schema]) => ({ name, in: 'query', schema })),
  ]
  return {
    operationId: id,
    summary,
    parameters,
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: plain(toJSONSchema(body)) } } },
    }),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: plain(toJSONSchema(result)) } } },
      401: problem('No valid key'),
      ...(body && { 413: problem('The body is too large') }),
      422: problem('What was asked for is not understood'),
      ...(path.includes('{id}') && { 404: problem('Nothing is known under this id') }),
      503: problem('Not possible right now'),
    },
  }
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** An embedded schema is of the document's own dialect and need not name it. */
const plain = ({ $schema: _, ...schema }: Record<string, unknown>) => schema
