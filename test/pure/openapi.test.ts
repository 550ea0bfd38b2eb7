/** The API's description is true, because it is made of what checks the API, and a linter finds no error in it. */
import { readFileSync } from 'node:fs'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import document from '../../public/api/openapi.json' with { type: 'json' }
import { apiPage, type Document } from '../../scripts/openapi/page.ts'
import { openApi } from '../../scripts/openapi.ts'
import { WEBHOOKS } from '../../scripts/webhooks.ts'
import { OPERATIONS } from '../../src/api/operations.ts'
import { PROVIDERS } from '../../src/providers/index.ts'

describe('openapi.json', () => {
  it('passes the linter without an error or a warning', async () => {
    const problems = await lintFromString({
      source: JSON.stringify({ ...document, servers: [{ url: 'https://catraca.example.workers.dev/api' }] }),
      config: await createConfig({
        extends: ['recommended'],
        rules: {
          'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: false },
          'no-invalid-schema-examples': { severity: 'error', allowAdditionalProperties: false },
          'no-invalid-parameter-examples': 'error',
          'operation-description': 'off',
          'tag-description': 'error',
          'operation-tag-defined': 'error',
        },
      }),
    })
    expect(
      problems.map(({ ruleId, message, location }) => ({ ruleId, message, at: location[0]?.pointer })),
    ).toEqual([])
  })

  it('is what the schemas say today: else run `npm run generate`', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(openApi(OPERATIONS))))
  })

  it('is a page too, with every operation, message and type in it, and nothing that runs', () => {
    const page = readFileSync('public/api/docs.html', 'utf8')
    expect(page === apiPage(document as unknown as Document), 'run `npm run generate`').toBe(true)
    for (const { id } of OPERATIONS) expect(page).toContain(`id="${id}"`)
    for (const type of Object.keys(WEBHOOKS)) expect(page).toContain(`id="${type}"`)
    for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`id="type-${name}"`)
    const anchors = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id)
    expect(anchors.filter((id) => !page.includes(`id="${id}"`))).toEqual([])
    expect(page).not.toMatch(/<script|style="|\son\w+=/)
  })

  it('describes every operation that is served', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described).toEqual(expect.arrayContaining(PROVIDERS.map(({ name }) => `POST /webhooks/${name}`)))
    expect(described.filter((each) => !each.includes(' /webhooks/')).sort()).toEqual(
      OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort(),
    )
  })

  it('says of each field and each parameter what it means, and of each named type how it may look', () => {
    const unsaid: string[] = []
    const look = (value: unknown, path: string): void => {
      if (value === null || typeof value !== 'object') return
      const { properties, parameters } = value as { properties?: Node; parameters?: readonly Node[] }
      for (const [field, each] of Object.entries(properties ?? {})) {
        if (typeof each === 'object' && each && !('description' in each)) unsaid.push(`${path}.${field}`)
      }
      for (const each of Array.isArray(parameters) ? parameters : []) {
        if (!('description' in each)) unsaid.push(`${path} ${each.name}`)
      }
      for (const [name, each] of Object.entries(value)) {
        if (name !== 'example' && name !== 'examples') look(each, `${path}/${name}`)
      }
    }
    look(document, '')
    expect(unsaid).toEqual([])
    const { schemas } = document.components
    const bare = Object.entries(schemas).filter(
      ([, schema]) => 'properties' in schema && !('examples' in schema),
    )
    expect(bare.map(([name]) => name)).toEqual([])
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['Order', 'Transaction', 'OrderStory', 'TransactionStory', 'HistoryEvent']),
    )
  })

  it('has the operation of each message that Catraca sends, and each operation in a room', () => {
    expect(Object.keys(document.webhooks)).toEqual(Object.keys(WEBHOOKS))
    const rooms = document.tags.map(({ name }) => name)
    const tags = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap((each) => (typeof each === 'object' && 'tags' in each ? each.tags : [])),
    )
    expect(new Set(tags)).toEqual(new Set(rooms))
  })
})

type Node = Readonly<Record<string, unknown>>
