/** Makes the description of the API one that a person reads and a generator names its types by: words, examples, tags. Pure. */
import type { Operation } from '../../src/api/operation.ts'
import { parameterOf, TAGS, tagOf } from './operations.ts'
import { wordsOf, wordsOfObject } from './words.ts'

/** A schema, or any other object of the document. */
export type Node = { [name: string]: unknown }

/** What stands within a named schema and gets a name of its own: by the name and the field. */
const INNER: Readonly<Record<string, string>> = {
  'Problem.errors': 'Issue',
  'AlertsTested.sent': 'SentAlert',
  'Asked.told': 'ToldStatus',
  'Asked.error': 'AskFailure',
  'Completeness.nights': 'Night',
  'Forward.paused': 'ForwardPause',
  'Forward.waiting': 'ForwardWaiting',
  'Forward.oldest': 'ForwardOldest',
  'Forward.recent': 'ForwardAttempt',
  'Forward.secrets': 'ForwardSecrets',
  'ForwardOldest.failure': 'ForwardFailure',
  'ForwardAttempt.failure': 'ForwardFailure',
  'OrderStory.head': 'Head',
  'OrderStory.history': 'HistoryEvent',
  'OrderStory.quarantined': 'WaitingBody',
  'TransactionStory.head': 'Head',
  'TransactionStory.history': 'HistoryEvent',
  'TransactionStory.quarantined': 'WaitingBody',
  'Quarantined.issues': 'Issue',
  'QuarantinedBody.issues': 'Issue',
  'Replayed.errors': 'Issue',
  'Refolded.changed': 'RefoldedEvent',
  'Reprojected.objects': 'ReprojectedObjects',
  'Settled.settled': 'FindingKey',
  'Settled.unchanged': 'FindingKey',
  'Settlement.items': 'FindingKey',
  'ForwardedChange.entity': 'ForwardedEntity',
  'ForwardedChange.state': 'ForwardedState',
  'ForwardedChange.transitions': 'ForwardedTransition',
  'Judged.event': 'JudgedEvent',
  'Judged.head': 'Head',
}

export type Schemas = { [name: string]: Node }

const uri = (name: string): string => `#/components/schemas/${name}`

/** The schemas with words, examples and names for what is in them. */
export function describedSchemas(schemas: Schemas): Schemas {
  const done: Schemas = {}
  const waiting = Object.entries(schemas)
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, schema] = next
    if (done[name]) continue
    done[name] = withWords(name, schema, (inner, found) => waiting.push([inner, found]))
  }
  for (const [name, schema] of Object.entries(done)) {
    if (schema.properties) schema.examples = [exampleOf(name, done)]
  }
  return Object.fromEntries(Object.entries(done).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function withWords(name: string, schema: Node, onInner: (name: string, schema: Node) => void): Node {
  const description = wordsOfObject(name)
  if (name === 'Changes') return changes(schema, onInner)
  if (!schema.properties) return { ...schema }
  const properties = Object.fromEntries(
    Object.entries(schema.properties as Schemas).map(([field, each]) => {
      const [said, example] = wordsOf(name, field)
      const inner = INNER[`${name}.${field}`]
      const plain = inner ? named(plainly(each), inner, onInner) : plainly(each)
      return [field, { ...plain, description: said, ...(example !== undefined && { examples: [example] }) }]
    }),
  )
  return { ...schema, ...(description && { description }), properties }
}

/** Each of the two kinds of change has a name. */
function changes(schema: Node, onInner: (name: string, schema: Node) => void): Node {
  const [of = {}] = [(schema.properties as Schemas).changes]
  const options = (of.items as Node).anyOf as Node[]
  const [order = {}, payment = {}] = options
  onInner('ChangedOrder', order)
  onInner('ChangedTransaction', payment)
  const items = { anyOf: [{ $ref: uri('ChangedOrder') }, { $ref: uri('ChangedTransaction') }] }
  const [said] = wordsOf('Changes', 'changes')
  const [next, example] = wordsOf('Changes', 'nextCursor')
  return {
    ...schema,
    properties: {
      changes: { type: 'array', items, description: said },
      nextCursor: { type: 'string', description: next, examples: [example] },
    },
  }
}

/** Instead of an object, or of a list's, its name. */
function named(schema: Node, name: string, onInner: (name: string, schema: Node) => void): Node {
  const reference = { $ref: uri(name) }
  if (schema.items && !(schema.items as Node).$ref) {
    onInner(name, schema.items as Node)
    return { ...schema, items: reference }
  }
  const { type } = schema
  if (!schema.properties) return schema
  onInner(name, { ...schema, type: 'object' })
  return Array.isArray(type) && type.includes('null')
    ? { anyOf: [reference, { type: 'null' }] }
    : { allOf: [reference] }
}

/** `anyOf` a schema and null in one: what is nullable twice is so once. */
function plainly(schema: Node): Node {
  const options = schema.anyOf as Node[] | undefined
  const [only, ...others] = options?.filter(({ type }) => type !== 'null').map(plainly) ?? []
  if (!options || !only || others.length > 0) return schema
  if (options.length === 1) return only
  const { type } = only
  if (only.anyOf || only.$ref || !type) return Object.keys(only).length === 0 ? {} : schema
  return { ...only, type: [...new Set([type, 'null'].flat())] }
}

/** What an object of that name may look like, made of the examples of its fields. */
export function exampleOf(name: string, schemas: Schemas): unknown {
  const schema = schemas[name]
  if (!schema) throw new Error(`No schema is called ${name}`)
  return exampleIn(schema, schemas)
}

function exampleIn(schema: Node, schemas: Schemas): unknown {
  const { $ref, examples, properties, items, anyOf, allOf } = schema
  if (typeof $ref === 'string') return exampleOf($ref.replace(uri(''), ''), schemas)
  if (Array.isArray(examples) && !properties) return examples[0]
  if (properties) {
    return Object.fromEntries(
      Object.entries(properties as Schemas).map(([field, each]) => [field, exampleIn(each, schemas)]),
    )
  }
  if (items) {
    const of = items as Node
    return (of.anyOf ? (of.anyOf as Node[]) : [of]).map((each) => exampleIn(each, schemas))
  }
  const [first] = (anyOf ?? allOf ?? []) as Node[]
  return first ? exampleIn(first, schemas) : (schema.const ?? null)
}

/** An operation with its tag, its parameters as what they are, and an example of what goes in and comes out. */
export function describedOperation({ path, id }: Operation, operation: Node, schemas: Schemas): Node {
  const parameters = (operation.parameters as (Node & { readonly name: string })[]).map((each) =>
    parameterOf(path, id, each),
  )
  const { requestBody, responses } = operation as { requestBody?: Node; responses: Schemas }
  return {
    ...operation,
    tags: [tagOf(path)],
    parameters,
    ...(requestBody && { requestBody: withExample(requestBody, schemas) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, each]) => [
        status,
        status === '200' ? withExample(each, schemas) : each,
      ]),
    ),
  }
}

export function withExample(answer: Node, schemas: Schemas): Node {
  const content = Object.fromEntries(
    Object.entries(answer.content as Schemas).map(([type, media]) => {
      const example = exampleIn(media.schema as Node, schemas)
      return [type, example === null ? media : { ...media, example }]
    }),
  )
  return { ...answer, content }
}

export const tags = (): readonly object[] => TAGS.map(([name, description]) => ({ name, description }))
