/** Whatever a sender writes into a body, a page shows it as text, and no page has anything that runs. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { ICON, SCRIPT_URL } from '../../src/pages/assets.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { oldDisk } from '../tools/disks.ts'
import { inside, objectOf } from '../tools/object.ts'
import { type Element, elements, html, visit } from '../tools/pages.ts'
import { quarantined, settle } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const SCRIPT_TAG = `<script src="${SCRIPT_URL}" defer=""></script>`

/** Each field has a mark of its own, so that one that is not shown cannot hide behind another. */
const planted = (mark: string): string =>
  `"'><script>alert('${mark}')</script><img src=x onerror=alert(1)>&lt;b ${mark}`

const GONE = orderId(666)
const ONE = {
  id: planted('agent-id'),
  name: planted('agent-name'),
  [planted('agent-key')]: planted('agent-other'),
}

const orderFields = {
  orderId: orderId(1),
  orderNumber: planted('number'),
  orderSaleNumber: planted('sale'),
  validationAgent: ONE,
  confirmationAgent: { ...ONE, name: planted('second-agent') },
  [planted('key')]: planted('undeclared'),
}

beforeAll(async () => {
  await deliver('amplia', orderBody({ ...orderFields, date: '2026-03-01T10:00:00Z' }))
  // Status names have 64 characters: attested, then refused.
  await deliver(
    'amplia',
    orderBody({
      ...orderFields,
      previousStatus: 'WaitingValidation',
      status: '<script>alert(1)</script>',
      date: '2026-03-01T11:00:00Z',
    }),
  )
  await deliver(
    'amplia',
    orderBody({
      ...orderFields,
      previousStatus: '"><i onclick=a()>',
      status: '<img src=x onerror=alert(2)>',
      date: '2026-03-01T12:00:00Z',
    }),
  )
  // A gap whose name is markup.
  await deliver(
    'amplia',
    orderBody({
      ...orderFields,
      previousStatus: '<b>gap</b>',
      status: 'Issued',
      date: '2026-03-01T13:00:00Z',
    }),
  )
  await deliver('amplia', orderBody({ orderId: GONE, status: '<u>only</u>', previousStatus: 'x' }))
  const payment = {
    Reference: planted('sale'),
    Application: planted('application'),
    Vendor: planted('vendor'),
    PaymentMethod: { Id: 1, Name: planted('method') },
    EndToEndId: planted('e2e').slice(0, 128),
    Tid: planted('tid').slice(0, 128),
    AuthorizationCode: planted('auth').slice(0, 128),
    Splits: [{ Name: planted('split') }],
  }
  await deliver('safe2pay', transactionBody(1, 3, payment))
  await deliver('safe2pay', transactionBody(1, 3, { ...payment, Amount: 7 }))
  await post('amplia', { type: planted('type').slice(0, 128), [planted('body-key')]: planted('body-value') })
  await post('amplia', `{"broken": "${planted('broken')}`)
  await post('safe2pay', { IdTransaction: 'x', TransactionStatus: planted('schema') })
  await settle()
  const [first] = await quarantined()
  await visit(`/quarantine/${first?.id}/dismiss`, { form: { reason: planted('reason') } })
})

async function paths(): Promise<readonly string[]> {
  const held = (await quarantined()).map(({ id }) => `/quarantine/${id}`)
  return [
    '/',
    '/orders',
    `/orders/${orderId(1)}`,
    `/orders/${GONE}`,
    '/transactions',
    '/transactions/1',
    '/quarantine?state=all',
    '/system',
    '/month',
    `/search?${new URLSearchParams({ q: planted('q') })}`,
    `/month?${new URLSearchParams({ month: planted('m') })}`,
    ...held,
    // What somebody put into a link.
    `/orders?${new URLSearchParams({ q: planted('q'), status: planted('status'), marks: planted('marks') })}`,
    `/transactions?${new URLSearchParams({ q: planted('q'), status: planted('status') })}`,
    `/quarantine?${new URLSearchParams({ provider: planted('p'), reason: planted('r'), rest: planted('s') })}`,
  ]
}

/** What would run, or would be fetched from elsewhere. */
const harm = ({ tag, attributes }: Element): readonly string[] => [
  ...(/^(script|iframe|object|embed|base|img|i|b|u|style)$/.test(tag) && !isOurs(tag, attributes)
    ? [tag]
    : []),
  ...attributes.flatMap(([name, value]) => {
    if (/^on|^style$|^srcdoc$/.test(name)) return [`${tag} ${name}=${value}`]
    const isAddress = /^(href|src|action|formaction|xlink:href)$/.test(name)
    return isAddress && !/^(\/(?!\/)|#|\?)/.test(value) ? [`${tag} ${name}=${value}`] : []
  }),
]

/** The brand's picture and the script are files of ours, and the overview sets its numbers in bold. */
const isOurs = (tag: string, attributes: Element['attributes']): boolean =>
  (tag === 'b' && attributes.length === 0) ||
  (tag === 'script' &&
    JSON.stringify(attributes) ===
      JSON.stringify([
        ['src', SCRIPT_URL],
        ['defer', ''],
      ])) ||
  (tag === 'img' && attributes.some(([name, value]) => name === 'src' && value === ICON))

describe.each(['pt', 'en'])('in %s', (language) => {
  it('no page has a script but ours, an inline style, a handler or an address elsewhere', async () => {
    const all = await paths()
    expect(all.length).toBeGreaterThan(12)
    for (const path of all) {
      const page = await html(path, { language })
      expect((await elements(page)).flatMap(harm), path).toEqual([])
      expect(page.replaceAll(SCRIPT_TAG, ''), path).not.toMatch(/<script|<img src=x|<i |<u>|<b>gap/)
    }
  })

  it('the sign-in has none either, wherever one wanted to go', async () => {
    const wanted = `/orders?${new URLSearchParams({ q: planted('q') })}`
    const page = await (await visit(wanted, { language, signedIn: false })).text()
    expect((await elements(page)).flatMap(harm)).toEqual([])
  })

  it.each([
    [
      `/orders/${orderId(1)}`,
      ['number', 'sale', 'agent-name', 'second-agent', 'agent-key', 'undeclared', 'key'],
    ],
    ['/orders', ['number', 'sale', 'second-agent']],
    ['/transactions', ['sale', 'method']],
    ['/transactions/1', ['sale', 'application', 'vendor', 'method', 'e2e', 'tid', 'auth', 'split', 'number']],
    ['/quarantine?state=all', ['type']],
  ])('%s shows what was planted as text', async (path, marks) => {
    const page = await html(path, { language })
    for (const mark of marks) expect(page).toContain(`&lt;script&gt;alert(&#39;${mark}&#39;)&lt;/script&gt;`)
    // What was an entity in the body is shown as it stood there.
    expect(page).toContain('&amp;lt;b ')
  })

  it('statuses that nobody knows are names in the diagram, the timeline and the reasons', async () => {
    const page = await html(`/orders/${orderId(1)}`, { language })
    expect(page).toContain('<title>*script*alert*1***script*</title>')
    expect(page).toContain('*img src*x onerror*alert*2**')
    expect(page).toContain('*b*gap**b*')
  })

  it('bodies in quarantine are text, and so is the reason for dismissing one', async () => {
    const pages = await Promise.all(
      (await quarantined()).map(({ id }) => html(`/quarantine/${id}`, { language })),
    )
    for (const mark of ['body-key', 'body-value', 'broken', 'schema', 'reason']) {
      expect(
        pages.some((page) => page.includes(`alert(&#39;${mark}&#39;)`)),
        mark,
      ).toBe(true)
    }
  })
})

describe('personal numbers', () => {
  it('stand on no page, whatever the object keeps', async () => {
    const id = orderId(2)
    const person = {
      id: 'a',
      name: 'Fulana 16545693050',
      identifier: '16545693050',
      birthDate: '1988-04-01T00:00:00',
    }
    await deliver('amplia', orderBody({ orderId: id, validationAgent: person }))
    await settle()
    const stored = await env.ENTITIES.getByName(`amplia:${id}`).story(null)
    expect(JSON.stringify(stored)).toContain('16545693050')
    const page = await html(`/orders/${id}`)
    expect(page).toContain('identifier')
    expect(page).not.toMatch(/16545693050|1988-04-01/)
  })

  it('stand on no page of what version 0.1.0 stored, which masked no name', async () => {
    const { entityId, statements } = oldDisk('order-behind')
    await inside(objectOf('amplia', entityId), (_, { sql }) => {
      for (const each of statements) sql.exec(each.replaceAll('Fulano de Tal', 'Fulano 16545693050'))
    })
    const page = await html(`/orders/${entityId}?events=all`)
    expect(page).toContain('>Fulano ***')
    expect(page).not.toContain('16545693050')
  })
})
