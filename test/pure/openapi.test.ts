/** The API's description is true, because it is made of what checks the API, and a linter finds no error in it. */
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import document from '../../public/api/openapi.json' with { type: 'json' }
import { openApi } from '../../scripts/openapi.ts'
import { OPERATIONS } from '../../src/api/operations.ts'

describe('openapi.json', () => {
  it('passes the linter without an error or a warning', async () => {
    const problems = await lintFromString({
      source: JSON.stringify({ ...document, servers: [{ url: 'https://catraca.example.workers.dev/api' }] }),
      config: await createConfig({ extends: ['recommended'] }),
    })
    expect(
      problems.map(({ ruleId, message, location }) => ({ ruleId, message, at: location[0]?.pointer })),
    ).toEqual([])
  })

  it('is what the schemas say today: else run `npm run generate`', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(openApi(OPERATIONS))))
  })

  it('describes every operation that is served', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort())
  })
})
