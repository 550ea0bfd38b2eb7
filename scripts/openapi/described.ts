/** Makes the description of the API one that a person reads and a generator names its types by: words, examples, tags. Pure. */
import type { Operation } from '../../src/api/operation.ts'
import { parameterOf, TAGS, tagOf } from './operations.ts'
import { wordsOf, wordsOfObject } from './words.ts'

/** A schema, or any other object of the document. */
export type Node = { [name: string]: unknown }

export type Schemas = { [name: string]: Node }

const URI = '#/components/schemas/'

/** The schemas with words and examples. */
export function describedSchemas(schemas: Schemas): Schemas {
  const done = Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => [name, withWords(name, schema)]),
  )
  for (const schema of Object.values(done)) {
    if (schema.properties) schema.examples = [exampleIn(schema, done)]
  }
  return done
}

function withWords(name: string, schema: Node): Node {
  const description = wordsOfObject(name)
  if (!schema.properties) return { ...schema }
  const properties = Object.fromEntries(
    Object.entries(schema.properties as Schemas).map(([field, each]) => {
      const [said, example] = wordsOf(name, field)
      const plain = plainly(each)
      // What stands beside a reference is overlooked by some readers of the document.
      const held = plain.$ref ? { allOf: [plain] } : plain
      return [field, { ...held, description: said, ...(example !== undefined && { examples: [example] }) }]
    }),
  )
  return { ...schema, ...(description && { description }), properties }
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

/** What something of that schema may look like, made of the examples of its fields. */
export function exampleIn(schema: Node, schemas: Schemas): unknown {
  const { $ref, examples, properties, items, anyOf, allOf } = schema
  if (typeof $ref === 'string') {
    const named = schemas[$ref.replace(URI, '')]
    if (!named) throw new Error(`No schema is at ${$ref}`)
    return exampleIn(named, schemas)
  }
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
