/** A request that the API refuses is told what was expected where. What was sent may be a key or a CPF, and is never repeated. */
import { describe, expect, it } from 'vitest'
import { orderId } from '../tools/bodies.ts'
import { call } from '../tools/operator.ts'
import { problemIn } from '../tools/problem.ts'

const SECRETS = ['sk-live-5f0c8e1b9a7d', '529.982.247-25']

describe.each(SECRETS)('a refused request with %s in it', (secret) => {
  const quoted = encodeURIComponent(secret)

  it.each([
    ['status', `/orders?status=${quoted}`],
    ['status', `/transactions?status=3,${quoted}`],
    ['refused', `/orders?refused=${quoted}`],
    ['gaps', `/orders?gaps=${quoted}`],
    ['from', `/orders?from=${quoted}`],
    ['from', `/orders?from=${quoted.repeat(10)}`],
    ['limit', `/orders?limit=${quoted}`],
    ['cursor', `/orders?cursor=${quoted}`],
    ['id', `/orders?id=${quoted.repeat(20)}`],
    ['asOf', `/orders/${orderId(1)}?asOf=${quoted}`],
    ['provider', `/quarantine?provider=${quoted}`],
    ['reason', `/quarantine?reason=${quoted}`],
    ['state', `/quarantine?state=${quoted}`],
    ['', `/orders?${quoted}`],
    ['', `/orders?${quoted}=1`],
    ['', `/attention?${quoted}=1`],
  ])('names the place %j and not the value: GET %s', async (path, url) => {
    await expectUnquoted(await call(url), path)
  })

  it.each([
    ['reason', { reason: [secret] }],
    ['reason', { reason: { [secret]: secret } }],
    ['reason', { reason: secret.repeat(50) }],
    ['reason', { text: secret }],
    ['', { reason: 'nobody needs it', [secret]: secret }],
    ['', [secret]],
    ['', secret],
  ])('names the place %j and not the value in a body: %j', async (path, body) => {
    await expectUnquoted(await call(`/quarantine/${orderId(1)}/dismiss`, { method: 'POST', body }), path)
  })

  it.each([
    ['ids', { ids: secret }],
    ['ids.1', { ids: ['a'.repeat(64), secret] }],
    ['', { [secret]: [] }],
  ])('names the place %j and not the value in a list: %j', async (path, body) => {
    await expectUnquoted(await call('/reproject', { method: 'POST', body }), path)
  })

  async function expectUnquoted(response: Response, path: string): Promise<void> {
    const { errors = [], ...told } = await problemIn(response, 422)
    expect(errors[0]).toEqual({ path, message: expect.stringMatching(/xpected|Not a cursor/) })
    expect(JSON.stringify([errors, told])).not.toContain(secret)
  }
})

describe('a refused request', () => {
  it('hears which parameters there are, where one is unknown', async () => {
    const { errors } = await problemIn(await call('/transactions/1?asof=2026-11-01'), 422)
    expect(errors).toEqual([{ path: '', message: 'Unrecognized key: expected asOf' }])
  })

  it('hears of each parameter that is wrong, and of a long list no more than twenty', async () => {
    const query = await problemIn(await call('/orders?limit=0&id=&refused=maybe'), 422)
    expect(query.errors?.map(({ path }) => path)).toEqual(['id', 'refused', 'limit'])
    const list = await call('/reproject', { method: 'POST', body: { ids: Array(100).fill('x') } })
    expect((await problemIn(list, 422)).errors).toHaveLength(20)
  })

  it('hears only of the length of a list that is too long, whatever is in it', async () => {
    const { errors } = await problemIn(
      await call('/reproject', { method: 'POST', body: { ids: Array(1000).fill('x') } }),
      422,
    )
    expect(errors).toEqual([{ path: 'ids', message: 'Invalid length: expected <=100' }])
  })

  it('hears of what is missing by its name, and of one finding at each place', async () => {
    const body = { items: [{ kind: 'gap', provider: 'x' }, null], note: [] }
    const { errors } = await problemIn(await call('/attention/settle', { method: 'POST', body }), 422)
    expect(errors).toEqual([
      { path: 'items.0.provider', message: 'Invalid input: expected ("amplia" | "safe2pay")' },
      { path: 'items.0.entityId', message: 'Invalid input: expected "entityId"' },
      { path: 'items.0.since', message: 'Invalid input: expected "since"' },
      { path: 'items.1', message: 'Invalid input: expected Object' },
      { path: 'state', message: 'Invalid input: expected "state"' },
      { path: 'note', message: 'Invalid input: expected string' },
    ])
  })

  // What reprojects everything when it has nothing in it.
  it.each(['[]', '[1]', '{"constructor":1}', '{"__proto__":{"ids":[]}}', 'null', '0', '""', '{"ids":[]}'])(
    'changes nothing, where its body is %s',
    async (body) => {
      await problemIn(await call('/reproject', { method: 'POST', body: JSON.parse(body) }), 422)
    },
  )

  it('may have a hundred ids in its list, and not one more', async () => {
    const ids = (length: number) =>
      ({ method: 'POST', body: { ids: Array(length).fill('a'.repeat(64)) } }) as const
    const { errors } = await problemIn(await call('/reproject', ids(100)), 422)
    expect(errors?.[0]?.message).toBe('Not the id of an object of this receiver')
    const more = await problemIn(await call('/reproject', ids(101)), 422)
    expect(more.errors).toEqual([{ path: 'ids', message: 'Invalid length: expected <=100' }])
  })
})
