/** `npm start` prints which of its routes were asked for, and never what else stood in a path. */
import { describe, expect, it } from 'vitest'
import { maskLine, maskPath } from '../../scripts/request-lines.ts'

const KEY = 'padaria-do-ze-2026'

describe('a path', () => {
  it.each([
    [`/webhooks/safe2pay/${KEY}`, '/webhooks/safe2pay/…'],
    [`/webhooks/safe2pay/${KEY}/`, '/webhooks/safe2pay/…'],
    [`/webhook/safe2pay/${KEY}`, '/…'],
    [`/webhooks/safe2play/${KEY}`, '/webhooks/…'],
    [`/webhooks/safe2pay//${KEY}`, '/webhooks/safe2pay/…'],
    [`//webhooks/safe2pay/${KEY}`, '/…'],
    [`/webhooks%2Fsafe2pay%2F${KEY}`, '/…'],
    [`/webhooks/safe2pay%2F${KEY}`, '/webhooks/…'],
    [`/Webhooks/safe2pay/${KEY}`, '/…'],
    [`/webhooks/safe2pay?key=${KEY}`, '/webhooks/…'],
    [`/webhooks/${KEY}`, '/webhooks/…'],
    [`/${KEY}`, '/…'],
    [`/${KEY}/webhooks/safe2pay`, '/…'],
    [`/api/orders/${KEY}`, '/api/orders/…'],
    [`/webhooks\\safe2pay\\${KEY}`, '/…'],
  ])('%s is printed as %s', (path, printed) => {
    expect(maskPath(path)).toBe(printed)
    expect(maskLine(`[wrangler:info] POST ${path} 401 Unauthorized (3ms)`)).toBe(
      `[wrangler:info] POST ${printed} 401 Unauthorized (3ms)`,
    )
  })

  it.each([
    '/',
    '/healthz',
    '/webhooks/safe2pay',
    '/webhooks/amplia/',
    '/api/openapi.json',
    '/assets/style.css',
    '/stages',
    '/orders',
    '/forward/test',
    '/api/forward/test',
    '/api/changes',
    '/assets/text.pt.json',
    '/cdn-cgi/local/scheduled',
  ])('that is a route is printed whole: %s', (path) => expect(maskPath(path)).toBe(path))
})

describe('a line', () => {
  it.each([
    `\u001b[32m[wrangler:info]\u001b[0m PROPFIND /x/${KEY} 404 Not Found (3ms)`,
    `[wrangler:info] POST ${KEY} 400 Bad Request (3ms)`,
    `POST /webhook/${KEY} 404 Not Found (1ms)`,
    `Error: http://localhost:8787/webhook/${KEY}`,
    `  at "http://127.0.0.1:8787/a/${KEY}?x=1"`,
    `Failed: /Webhook/${KEY}`,
    `Error inside ProxyWorker (the dev server continues): POST http://a.tunnel.dev/webhooks/safe2pay/${KEY} (failed)`,
    `Error inside ProxyWorker (the dev server continues): POST https://a.tunnel.dev/${KEY}?key=${KEY} (failed)`,
    `(/webhooks/safe2pay/${KEY})`,
  ])('has no key: %s', (line) => {
    expect(maskLine(line)).not.toContain(KEY)
    expect(maskLine(line)).toContain('…')
  })

  it.each([
    '[wrangler:info] Ready on http://localhost:8787',
    '  curl "http://localhost:8787/cdn-cgi/local/scheduled"',
    'For more details, see https://developers.cloudflare.com/workers/configuration/cron-triggers/',
    '    at file:///home/ze/catraca/src/app.ts:12:3',
    '{"event":"delivery","provider":"safe2pay","verdict":"applied","httpStatus":200,"ms":3}',
  ])('is printed as it is: %s', (line) => {
    expect(maskLine(line)).toBe(line)
  })
})
