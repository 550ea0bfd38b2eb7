/** What an operator does in the quarantine ends on a page that says what it did. */
import { describe, expect, it } from 'vitest'
import { readKept, writeKept } from '../../src/quarantine/message.ts'
import { orderBody, orderId } from '../tools/bodies.ts'
import { insideKept, keptObject } from '../tools/kept.ts'
import { html, links, visit } from '../tools/pages.ts'
import { quarantined, settle } from '../tools/read-model.ts'
import { post } from '../tools/sender.ts'

describe('the quarantine', () => {
  const idOf = async (): Promise<string> => {
    await post('amplia', { type: 'Other', at: crypto.randomUUID() })
    const row = (await quarantined()).find(
      ({ resolved_at, body }) => !resolved_at && String(body).includes('Other'),
    )
    return String(row?.id)
  }

  it('has the button that replays all of it above the rows, and one that deletes for good in red', async () => {
    const id = await idOf()
    const page = await html('/quarantine')
    expect(page.indexOf('action="/quarantine/replay"')).toBeGreaterThan(0)
    expect(page.indexOf('action="/quarantine/replay"')).toBeLessThan(page.indexOf('<table'))
    expect(await html(`/quarantine/${id}`)).toMatch(/<button class="bad" type="submit">Delete/)
  })

  it('replays a body that still cannot be judged, and says so', async () => {
    const id = await idOf()
    const response = await visit(`/quarantine/${id}/replay`, { form: {} })
    expect(response.status).toBe(303)
    const page = await html(response.headers.get('Location') ?? '')
    expect(page).toContain('Replayed: it still cannot be judged and stays open.')
    expect(page).toContain('It still cannot be understood')
  })

  it('replays a body whose cause is gone, and leads to what came of it', async () => {
    const id = await idOf()
    const body = JSON.stringify(orderBody({ orderId: orderId(77), orderNumber: 'AFTER-FIX' }))
    // As if the code of that time had not been able to read it.
    await insideKept(keptObject(id), (_, { sql }) => {
      const kept = readKept(sql)
      if (kept) writeKept(sql, { ...kept, body })
    })
    expect(await html(`/quarantine/${id}`)).toContain('It can be understood now')
    const response = await visit(`/quarantine/${id}/replay`, { form: {}, language: 'pt' })
    const page = await html(response.headers.get('Location') ?? '', { language: 'pt' })
    expect(page).toContain('Reprocessada: aplicado. Está resolvida.')
    expect(await links(page)).toContain(`/orders/${orderId(77)}`)
    expect(await html(`/orders/${orderId(77)}`)).toContain('The first known status')
    await settle()
  })

  it('dismisses a body with a reason, and not without one', async () => {
    const id = await idOf()
    const none = await visit(`/quarantine/${id}/dismiss`, { form: { reason: '  ' } })
    expect(await html(none.headers.get('Location') ?? '')).toContain('Not dismissed: say why.')
    const done = await visit(`/quarantine/${id}/dismiss`, { form: { reason: 'a test of 165.456.930-50' } })
    expect(done.status).toBe(303)
    const page = await html(done.headers.get('Location') ?? '')
    expect(page).toContain('Dismissed.')
    expect(page).toContain('a test of ***.456.930-**')
    const again = await visit(`/quarantine/${id}/dismiss`, { form: { reason: 'again' } })
    expect(await html(again.headers.get('Location') ?? '')).toContain('nothing changed')
  })

  it('deletes a body for good when it is confirmed, and not before', async () => {
    const id = await idOf()
    expect(await html(`/quarantine/${id}`)).toContain(`action="/quarantine/${id}/delete"`)
    const none = await visit(`/quarantine/${id}/delete`, { form: {} })
    expect(await html(none.headers.get('Location') ?? '')).toContain('Nothing was deleted: confirm it.')
    const done = await visit(`/quarantine/${id}/delete`, { form: { confirm: 'yes' }, language: 'pt' })
    expect(done.status).toBe(303)
    expect(await html(done.headers.get('Location') ?? '', { language: 'pt' })).toContain('Excluída.')
    expect((await visit(`/quarantine/${id}`)).status).toBe(404)
    expect(await keptObject(id).read()).toBeNull()
  })

  it('shows whom a body concerns, also one that is no JSON, with its numbers masked', async () => {
    const text = `{"orderId":"{${orderId(78).toUpperCase()}}","orderSaleNumber":"S-78","identifier":"16545693050",`
    const { quarantineId } = await (await post('amplia', text)).json<{ quarantineId: string }>()
    await settle()
    const page = await html(`/quarantine/${quarantineId}`)
    // Named, and no link: nothing is known of that order.
    expect(page).toContain(orderId(78))
    expect(await links(page)).not.toContain(`/orders/${orderId(78)}`)
    expect(page).toContain('S-78')
    expect(page).not.toContain('16545693050')
  })

  it('replays all that is open, and counts', async () => {
    await idOf()
    const response = await visit('/quarantine/replay', { form: {} })
    expect(response.status).toBe(303)
    expect(await html(response.headers.get('Location') ?? '')).toMatch(
      /\d+ replayed: 0 resolved, \d+ still open\./,
    )
  })

  it('says nothing that only the address says', async () => {
    const query = 'done=judged&verdict=%3Cb%3Egood&replayed=x&text=hello'
    expect(await html(`/quarantine?${query}`)).not.toContain('role="status"')
  })
})

describe('several bodies at once', () => {
  const held = async (count: number): Promise<readonly string[]> => {
    const mark = crypto.randomUUID()
    for (let number = 0; number < count; number += 1) await post('amplia', { type: 'Other', mark, number })
    const found = (await quarantined()).filter(
      ({ resolved_at, body }) => !resolved_at && String(body).includes(mark),
    )
    return found.map(({ id }) => String(id))
  }
  const stateOf = async (id: string) => (await quarantined()).find((row) => row.id === id)?.resolution ?? null
  const ticked = (form: Readonly<Record<string, string | readonly string[]>>) => {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(form))
      for (const each of [value].flat()) body.append(name, each)
    return visit('/quarantine/ticked', { form: body })
  }

  it('are dismissed with one reason, and opened again one by one', async () => {
    const [first = '', second = '', third = ''] = await held(3)
    const none = await ticked({ id: [first, second], do: 'dismiss', why: ' ' })
    expect(await html(none.headers.get('Location') ?? '')).toContain('say why')
    const done = await ticked({
      id: [first, second, 'nobody'],
      do: 'dismiss',
      why: 'a test',
      reason: 'unsupported_type',
    })
    expect(done.headers.get('Location')).toContain('reason=unsupported_type')
    expect(await html(done.headers.get('Location') ?? '')).toContain('Dismissed: 2.')
    expect([await stateOf(first), await stateOf(second), await stateOf(third)]).toEqual([
      'dismissed: a test',
      'dismissed: a test',
      null,
    ])
    const again = await visit(`/quarantine/${first}/reopen`, { form: {} })
    expect(await html(again.headers.get('Location') ?? '')).toContain('Open again.')
    expect(await stateOf(first)).toBeNull()
    const twice = await visit(`/quarantine/${first}/reopen`, { form: {} })
    expect(twice.headers.get('Location')).toContain('done=closed')
  })

  it('are replayed, those that are ticked and no others', async () => {
    const [first = ''] = await held(2)
    const done = await ticked({ id: first, do: 'replay' })
    expect(await html(done.headers.get('Location') ?? '')).toContain('1 replayed: 0 resolved, 1 still open.')
    const nothing = await ticked({ do: 'replay' })
    expect(await html(nothing.headers.get('Location') ?? '')).toContain('Nothing was selected.')
  })

  it('are replayed by their filter, and the list keeps it', async () => {
    await held(1)
    const form = { provider: 'safe2pay', reason: 'invalid_json' }
    const done = await visit('/quarantine/replay', { form })
    expect(done.headers.get('Location')).toMatch(
      /provider=safe2pay&reason=invalid_json&done=batch&replayed=0/,
    )
    const page = await html('/quarantine?reason=unsupported_type', { language: 'pt' })
    expect(page).toContain('Reprocessar todas deste filtro')
    expect(page).toContain('Mensagens do tipo Other não são utilizadas.')
    expect(page).not.toContain('are not used here')
  })
})
