/** A webhook finds its door though its path has slashes too many or another case, and no other path finds one. */
import { describe, expect, it } from 'vitest'
import { webhookPath } from '../../src/access/path.ts'

const at = (path: string) => webhookPath(`https://x.test${path}`)

describe('the path of a webhook', () => {
  it.each([
    ['/webhooks/safe2pay', 'safe2pay', undefined],
    ['/webhooks/safe2pay/', 'safe2pay', undefined],
    ['/webhooks/safe2pay//', 'safe2pay', undefined],
    ['//webhooks//amplia', 'amplia', undefined],
    ['/Webhooks/Safe2Pay', 'safe2pay', undefined],
    ['/WEBHOOKS/SAFE2PAY/', 'safe2pay', undefined],
    ['/webhooks/safe2pa%79', 'safe2pay', undefined],
    ['/webhooks/./safe2pay', 'safe2pay', undefined],
    ['/webhooks/safe2pay?a=/b', 'safe2pay', undefined],
    ['/webhooks/safe2pay/Key', 'safe2pay', 'Key'],
    ['/webhooks/safe2pay/Key/', 'safe2pay', 'Key'],
    ['/Webhooks//Safe2Pay//Key//', 'safe2pay', 'Key'],
    ['/webhooks/safe2pay/a%2Fb', 'safe2pay', 'a/b'],
    ['/webhooks/safe2pay/%zz', 'safe2pay', '%zz'],
    ['/webhooks/nobody', 'nobody', undefined],
    ['/webhooks/%', '%', undefined],
    ['/webhooks', null, undefined],
    ['/webhooks/', null, undefined],
    ['/webhooks/safe2pay/a/b', null, undefined],
    ['/webhooks/safe2pay/a//b', null, undefined],
  ])('%s names %s, and the key %s', (path, provider, key) => {
    expect(at(path)).toMatchObject({ provider })
    expect(at(path)?.key?.text).toBe(key)
  })

  it.each([
    '/',
    '/healthz',
    '/webhook/amplia',
    '/webhooks2/amplia',
    '/api/webhooks/amplia',
    '/webhooks%2Famplia',
  ])('is none: %s', (path) => {
    expect(at(path)).toBeNull()
  })
})
