/** Before anything has arrived the pages say what to do, and not that something was not found. */
import { expect, it } from 'vitest'
import { html, links } from '../tools/pages.ts'

it('the overview has the addresses for the senders, a line that tries a key, and the way to a test', async () => {
  const page = await html('/', { language: 'pt-BR' })
  for (const provider of ['amplia', 'safe2pay'])
    expect(page).toContain(`https://catraca.test/webhooks/${provider}`)
  expect(page).toContain('curl -H')
  expect(await links(page)).toContain('/live')
  // No tables of nothing.
  expect(page).not.toContain('<table')
})

it.each(['/orders', '/transactions'])('%s tells nothing yet from nothing found', async (path) => {
  expect(await html(path)).toContain('Nothing has arrived yet.')
  expect(await html(`${path}?from=2026-01-01`)).toContain('Nothing found.')
})
