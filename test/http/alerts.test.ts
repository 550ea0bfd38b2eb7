/** An operator sees on a page where alerts go, and sends a test: to a real receiver, with the answer on the page. */
import { describe, expect, inject, it } from 'vitest'
import { operate } from '../tools/app.ts'
import { SECRET } from '../tools/forwarding.ts'
import { rows } from '../tools/read-model.ts'
import { channelOf } from '../tools/receiver/channel.ts'

const ANA = 'canary-ana-40b1ce72f9d3'
const RUI = 'canary-rui-8c2e01b6a75d'
const ADMIN_KEYS = `ana:act:${ANA},rui:view:${RUI}`
const { url, received, behave } = channelOf(inject('receiver'), 'alerts-by-hand')
const CONFIGURED = { ALERT_URL: url, ALERT_SECRET: SECRET, LOCAL: 'true' }

const call = (path: string, key: string, bindings: object, language = 'en'): Promise<Response> =>
  operate(
    path,
    { key, language, method: path === '/alerts/test' ? 'POST' : 'GET' },
    { ADMIN_KEYS, ...bindings },
  )

const pageAfter = async (bindings: object, language: string): Promise<string> => {
  const { status, headers } = await call('/alerts/test', ANA, bindings, language)
  expect(status).toBe(303)
  return (await call(headers.get('location') ?? '', ANA, bindings, language)).text()
}

describe('alerts on the page of the system', () => {
  it('say where they go by the kind of the host, and show no address', async () => {
    const page = await (await call('/system', ANA, CONFIGURED)).text()
    expect(page).toContain('Alerts and the morning digest go to: signed webhook.')
    expect(page).toContain('Send a test alert')
    expect(page).not.toContain('alerts-by-hand')
  })

  it('say that none is sent, and which variable is wrong, without a button', async () => {
    const none = await (await call('/system', ANA, {}, 'pt')).text()
    expect(none).toContain('Nenhum alerta é enviado')
    const wrong = await (await call('/system', ANA, { ...CONFIGURED, ALERT_SECRET: 'short' })).text()
    expect(wrong).toContain('Set, but not usable: ALERT_SECRET.')
    for (const page of [none, wrong]) expect(page).not.toContain('/alerts/test')
    expect((await call('/alerts/test', ANA, {})).headers.get('location')).toBe('/system')
  })

  it('are tested by a button, and the page says what the host answered, in both languages', async () => {
    await behave({}, { status: 404 }, { status: 302, headers: { location: '/x' } })
    expect(await pageAfter(CONFIGURED, 'en')).toContain('The test was accepted.')
    expect((await received())[0]?.body).toContain('Este é um teste dos alertas. Tudo em ordem.')
    expect(await pageAfter(CONFIGURED, 'pt')).toContain('O teste não foi aceito: 404.')
    expect(await pageAfter(CONFIGURED, 'en')).toContain('The test was not accepted: 302.')
    const dead = { ...CONFIGURED, ALERT_URL: 'http://127.0.0.1:1/' }
    expect(await pageAfter(dead, 'pt')).toContain('O teste não foi aceito: sem resposta.')
    expect(await rows("SELECT DISTINCT by, action FROM operations WHERE action = 'test'")).toEqual([
      { by: 'ana', action: 'test' },
    ])
  })

  it('are tested by nobody who may only look', async () => {
    const before = (await received()).length
    expect(await (await call('/system', RUI, CONFIGURED)).text()).not.toContain('/alerts/test')
    expect((await call('/alerts/test', RUI, CONFIGURED)).status).toBe(403)
    expect(await received()).toHaveLength(before)
  })

  it('take no word from the address', async () => {
    const page = await (await call('/system?tested=refused&code=%3Cb%3Eword', ANA, CONFIGURED)).text()
    expect(page).toContain('The test was not accepted: no answer.')
    expect(page).not.toContain('<b>word')
  })
})
