/** The receivers, for the senders: the request is documented by the sender, the answers are described here. */
import { PROVIDERS } from '../../src/providers/index.ts'
import { EXAMPLES } from '../payloads.ts'
import { type Node, type Schemas, withExample } from './described.ts'

const text = { type: 'string' } as const
const textOrNull = { type: ['string', 'null'] } as const
const uri = (name: string): Node => ({ $ref: `#/components/schemas/${name}` })

/** What a receiver answers, as schemas. */
export const ANSWERS: Schemas = {
  Judged: {
    type: 'object',
    required: ['verdict', 'provider', 'id', 'event', 'head', 'reason', 'warnings'],
    properties: {
      verdict: {
        enum: ['applied', 'amended', 'duplicate', 'stale', 'regression', 'conflict', 'unknown'],
        ...text,
      },
      provider: text,
      id: text,
      event: uri('JudgedEvent'),
      head: { anyOf: [uri('Head'), { type: 'null' }] },
      reason: text,
      warnings: { type: 'array', items: text },
    },
  },
  JudgedEvent: {
    type: 'object',
    required: ['status', 'previousStatus', 'occurredAt'],
    properties: { status: text, statusName: text, previousStatus: textOrNull, occurredAt: textOrNull },
  },
  Ignored: {
    type: 'object',
    required: ['verdict', 'provider', 'reason', 'warnings'],
    properties: {
      verdict: { const: 'ignored' },
      provider: text,
      reason: text,
      warnings: { type: 'array', items: text },
      quarantineId: text,
    },
  },
}

const json = (...names: readonly string[]): Node => {
  const [only] = names
  const schema = names.length === 1 && only ? uri(only) : { anyOf: names.map(uri) }
  return { content: { 'application/json': { schema } } }
}
export const problem = (description: string): Node => ({
  description,
  content: { 'application/problem+json': { schema: uri('Problem') } },
})

export const receivers = (schemas: Schemas): Schemas =>
  Object.fromEntries(
    PROVIDERS.map(({ name, keyInBody }) => [`/webhooks/${name}`, receiver(name, keyInBody, schemas)]),
  )

const receiver = (name: string, keyInBody: boolean, schemas: Schemas): Node => ({
  servers: [{ url: '/' }],
  post: {
    operationId: `receive${name === 'amplia' ? 'Order' : 'Transaction'}`,
    summary: `Receives a webhook of ${name === 'amplia' ? 'Amplia Reg' : 'Safe2Pay'}. A 2xx means that the event is stored, or that there was none. Sending it again does no harm.${keyInBody ? ' The key can also be in the body, as `SecretKey`.' : ''}`,
    tags: ['receivers'],
    security: [{ header: [] }, { sender: [] }],
    parameters: [],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object' },
          example: JSON.parse(EXAMPLES[name === 'amplia' ? 'amplia' : 'safe2pay']),
        },
      },
    },
    responses: {
      200: withExample({ description: 'Judged, or a ping', ...json('Judged', 'Ignored') }, schemas),
      202: withExample(
        {
          description: 'Kept but not judged: another type of message, or one of a sandbox',
          ...json('Ignored'),
        },
        schemas,
      ),
      400: problem('Not JSON. Kept in quarantine if the key is in the URL or in a header'),
      401: problem('No valid key'),
      413: problem('The body is too large'),
      415: problem('The body is compressed in a way that is not understood'),
      422: problem('Not in the documented form. Kept in quarantine'),
      429: problem('Too many wrong keys from this address'),
      503: problem('Not stored: send it again'),
    },
  },
})
