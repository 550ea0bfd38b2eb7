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

  it('replays a body that still cannot be judged, and says so', async () => {
    const id = await idOf()
    const response = await visit(`/quarantine/${id}/replay`, { form: {} })
    expect(response.status).toBe(303)
    const page = await html(response.headers.get('Location') ?? '')
    expect(page).toContain('Replayed: it still cannot be judged and stays open.')
    expect(page).toContain('Today the body still cannot be read')
  })

  it('replays a body whose cause is gone, and leads to what came of it', async () => {
    const id = await idOf()
    const body = JSON.stringify(orderBody({ orderId: orderId(77), orderNumber: 'AFTER-FIX' }))
    // As if the code of that time had not been able to read it.
    await insideKept(keptObject(id), (_, { sql }) => {
      const kept = readKept(sql)
      if (kept) writeKept(sql, { ...kept, body })
    })
    expect(await html(`/quarantine/${id}`)).toContain('Today the body can be read')
    const response = await visit(`/quarantine/${id}/replay`, { form: {}, language: 'pt' })
    const page = await html(response.headers.get('Location') ?? '', { language: 'pt' })
    expect(page).toContain('Reprocessado e julgado: aplicado. Está resolvido.')
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
    expect(await html(done.headers.get('Location') ?? '', { language: 'pt' })).toContain('Excluído.')
    expect((await visit(`/quarantine/${id}`)).status).toBe(404)
    expect(await keptObject(id).read()).toBeNull()
  })

  it('shows whom a body concerns, also one that is no JSON, with its numbers masked', async () => {
    const text = `{"orderId":"{${orderId(78).toUpperCase()}}","orderSaleNumber":"S-78","identifier":"16545693050",`
    const { quarantineId } = await (await post('amplia', text)).json<{ quarantineId: string }>()
    await settle()
    const page = await html(`/quarantine/${quarantineId}`)
    expect(await links(page)).toContain(`/orders/${orderId(78)}`)
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
