/** The API's description as a page that a person reads: plain HTML with the console's style sheet, and no script. Pure. */
import type { Node, Schemas } from './described.ts'

export interface Document {
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Schemas }
}

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Media }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Media }>>
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Node
  readonly description?: string
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

type Media = Readonly<Record<string, { readonly schema: Node; readonly example?: unknown }>>

export function apiPage({ info, tags, paths, webhooks, components }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      method === 'servers' ? [] : [{ method: method.toUpperCase(), path, operation }],
    ),
  )
  const rooms = tags.map((tag) => ({
    ...tag,
    own: operations.filter(({ operation }) => operation.tags.includes(tag.name)),
  }))
  const messages = Object.entries(webhooks).flatMap(([type, { post }]) => (post ? [{ type, post }] : []))
  const schemas = Object.entries(components.schemas)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API · ${escaped(info.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="bar"><a class="brand" href="/">${escaped(info.title)}</a></header>
<main id="content" tabindex="-1" class="stack reference">
<div>
<h1>API</h1>
${paragraphs(info.description)}
<p>The same for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
</div>
<nav class="panel" aria-labelledby="contents"><h2 id="contents">Contents</h2>
${rooms.map(({ name, own }) => `<p><a href="#${name}"><b>${name}</b></a> ${own.map(({ operation }) => link(operation.operationId)).join(', ')}</p>`).join('\n')}
<p><a href="#messages"><b>messages</b></a> ${messages.map(({ type }) => link(type)).join(', ')}</p>
<p><a href="#types"><b>types</b></a> ${schemas.map(([name]) => link(name, `type-${name}`)).join(', ')}</p>
</nav>
${rooms.map(({ name, description, own }) => section(name, name, `<p>${marked(description)}</p>${own.map(operationOf).join('\n')}`)).join('\n')}
${section('messages', 'messages', `<p>What Catraca sends to a system of yours, signed by Standard Webhooks.</p>${messages.map(({ type, post }) => messageOf(type, post)).join('\n')}`)}
${section('types', 'types', schemas.map(([name, schema]) => typeOf(name, schema)).join('\n'))}
</main>
</body>
</html>
`
}

const section = (id: string, title: string, content: string): string =>
  `<section class="panel" aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}</h2>\n${content}\n</section>`

const link = (name: string, id = name): string => `<a href="#${escaped(id)}">${escaped(name)}</a>`

function operationOf({
  method,
  path,
  operation,
}: {
  readonly method: string
  readonly path: string
  readonly operation: Described
}): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation
  const address = path.startsWith('/webhooks/') ? path : `/api${path}`
  return `<article aria-labelledby="${operationId}">
<h3 id="${operationId}"><code>${method} ${escaped(address)}</code></h3>
<p>${marked(summary)}</p>
${parameters.length > 0 ? parametersOf(parameters, operationId) : ''}
${requestBody ? mediaOf('Body', requestBody.content, operationId) : ''}
${answersOf(responses, operationId)}
</article>`
}

const messageOf = (type: string, { summary, requestBody }: Described): string =>
  `<article aria-labelledby="${type}">
<h3 id="${type}"><code>${escaped(type)}</code></h3>
<p>${marked(summary)}</p>
${requestBody ? mediaOf('Body', requestBody.content, type) : ''}
</article>`

const parametersOf = (parameters: readonly Parameter[], of: string): string =>
  table(
    `Parameters of ${of}`,
    ['Parameter', 'What it is', 'Example'],
    parameters.map(({ name, required, schema, description = '', example, examples }) => {
      const shown = example ?? Object.values(examples ?? {}).at(-1)?.value
      return [
        `<code>${escaped(name)}</code>${required ? ' <small>required</small>' : ''}`,
        `${kindOf(schema)}. ${marked(description)}`,
        shown === undefined ? '' : `<code>${escaped([shown].flat().join(','))}</code>`,
      ]
    }),
  )

function answersOf(responses: Described['responses'], of: string): string {
  const done = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const refused = Object.entries(responses).filter(([status]) => !status.startsWith('2'))
  return `${done.map(([status, { description, content }]) => (content ? mediaOf(`${status} ${description}`, content, of) : `<p>${status} ${escaped(description)}</p>`)).join('\n')}
${refused.length > 0 ? `<p class="hint">${refused.map(([status, { description }]) => `<b>${status}</b> ${escaped(description)}`).join(' · ')}</p>` : ''}`
}

const mediaOf = (title: string, content: Media, of: string): string =>
  Object.entries(content)
    .map(
      ([type, { schema, example }]) => `<p>${escaped(title)}: ${kindOf(schema)}
<span class="hint">${escaped(type)}</span></p>
${example === undefined ? '' : exampleOf(example, `${title} of ${of}`)}`,
    )
    .join('\n')

const exampleOf = (example: unknown, of: string): string =>
  `<details><summary>Example<span class="hidden">: ${escaped(of)}</span></summary><pre tabindex="0">${escaped(JSON.stringify(example, null, 2))}</pre></details>`

function typeOf(name: string, schema: Node): string {
  const properties = Object.entries((schema.properties ?? {}) as Schemas)
  const required = (schema.required ?? []) as readonly string[]
  const rows = properties.map(([field, each]) => [
    `<code>${escaped(field)}</code>${required.includes(field) ? '' : ' <small>optional</small>'}`,
    kindOf(each),
    marked(String(each.description ?? '')),
  ])
  return `<article aria-labelledby="type-${name}">
<h3 id="type-${name}">${escaped(name)}</h3>
${typeof schema.description === 'string' ? `<p>${marked(schema.description)}</p>` : ''}
${rows.length > 0 ? table(`Fields of ${name}`, ['Field', 'Type', 'What it is'], rows) : `<p>${kindOf(schema)}</p>`}
</article>`
}

/** What a value of a schema is, in a few words. */
function kindOf(schema: Node): string {
  const { $ref, type, items, anyOf, allOf, enum: values, const: only } = schema
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1) ?? ''
    return link(name, `type-${name}`)
  }
  const options = (anyOf ?? allOf) as readonly Node[] | undefined
  if (options) return options.map(kindOf).join(' or ')
  if (Array.isArray(values)) return values.map((value) => `<code>${escaped(String(value))}</code>`).join(', ')
  if (only !== undefined) return `<code>${escaped(String(only))}</code>`
  if (items) return `list of ${kindOf(items as Node)}`
  const bounds =
    typeof schema.maximum === 'number' && schema.maximum < Number.MAX_SAFE_INTEGER
      ? ` from ${schema.minimum} to ${schema.maximum}`
      : ''
  return type === undefined ? 'any' : escaped([type].flat().join(' or ')) + bounds
}

const table = (name: string, heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<section class="scroll" tabindex="0" aria-label="${escaped(name)}"><table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(([first = '', ...others]) => `<tr><th scope="row">${first}</th>${others.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></section>`

const paragraphs = (text: string): string =>
  text
    .split('\n\n')
    .map((each) => `<p>${marked(each)}</p>`)
    .join('\n')

/** The two marks that the descriptions have. */
const marked = (text: string): string =>
  escaped(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<b>$1</b>')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
