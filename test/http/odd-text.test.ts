/**
 * Whatever a text field holds, the event is judged and reaches D1, where a column is one line; only a status, which
 * decides, is refused where it holds what nobody sees, and the body is kept.
 * An event that D1 could never take would keep its object trying for ever.
 */
import { describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { maskStatus } from '../../src/privacy/status-text.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { problemIn } from '../tools/problem.ts'
import { order, quarantinedAs, settle, transaction, transitions } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const NUL = 'a\u0000b'
const TEXTS = [
  { name: 'NUL', text: NUL, column: 'a b' },
  { name: 'nothing but NUL', text: '\u0000', column: null },
  { name: 'a lone high surrogate', text: 'a\ud83db', stored: 'a\ufffdb', column: 'a\ufffdb' },
  { name: 'a lone low surrogate', text: 'b\ude00', stored: 'b\ufffd', column: 'b\ufffd' },
  {
    name: 'surrogates in the wrong order',
    text: 'c\ude00\ud83d',
    stored: 'c\ufffd\ufffd',
    column: 'c\ufffd\ufffd',
  },
  { name: 'emoji', text: 'Pedido 😀' },
  { name: 'joined emoji', text: 'Pedido 👩‍👩‍👧', isRefused: true },
  { name: 'other scripts', text: 'שלום 你好 é' },
  { name: 'another direction', text: 'שלום \u202e 你好\u2066', column: 'שלום  你好' },
  { name: 'no width', text: 'Issued\u200b\u2060\ufeff', column: 'Issued' },
  {
    name: 'line breaks and control characters',
    text: '\r\n\t\u0001\u001b[31m\u007f\u0085x\u2028\u2029',
    column: '[31m x',
  },
  { name: 'SQL', text: `'; DROP TABLE orders; --` },
  { name: 'quotes and backslashes', text: '"\\"\'`$x%s?1:a$b@c' },
  { name: 'noncharacters', text: '\uffff\ufffe\u{10ffff}' },
  { name: 'a space', text: ' ', column: null },
  { name: 'JSON', text: '{"a":[null]}' },
  { name: 'a name of JavaScript', text: '__proto__' },
].map((each, index) => ({
  stored: each.text,
  column: each.text,
  isRefused: each.column !== undefined,
  ...each,
  index,
}))

const LARGE = 'João '.repeat(2048)
const CUT = LARGE.slice(0, LIMITS.textCharacters)

/** A column with a declared shape has what it was sent only in that. */
const masked = (text: string): string => maskStatus(text.toWellFormed())

describe('odd text in an order', () => {
  it.each(TEXTS)('reaches D1: $name', async ({ text, column, index }) => {
    const id = orderId(1000 + index)
    const agent = { id: text, name: text, identifier: text, birthDate: text }
    const fields = { orderId: id, orderNumber: text, orderSaleNumber: text, [text]: text }
    const agents = { validationAgent: agent, confirmationAgent: agent }
    await deliver('amplia', orderBody({ ...fields, ...agents }))
    await settle()
    expect(await order(id)).toMatchObject({
      order_number: column,
      sale_number: column,
      validation_agent_id: null,
      validation_agent_name: column,
      confirmation_agent_id: null,
      confirmation_agent_name: column,
    })
  })

  const REFUSED = TEXTS.filter(({ isRefused }) => isRefused)
  it.each(REFUSED)(
    'is refused as a status, and kept, and left out as a previous one: $name',
    async ({ text, index }) => {
      const id = orderId(2000 + index)
      const asStatus = await post('amplia', orderBody({ orderId: id, status: text }))
      const { errors, quarantineId } = await problemIn(asStatus, 422)
      expect(errors).toMatchObject([{ path: 'orderStatusTransitionModel.status' }])
      expect((await quarantinedAs(quarantineId))?.body).toContain(id)
      await settle()
      expect(await transitions('amplia', id)).toEqual([])
      const asPrevious = orderBody({ orderId: id, previousStatus: text, status: 'Issued' })
      expect(await deliver('amplia', asPrevious)).toMatchObject({
        verdict: 'applied',
        event: { previousStatus: null },
        warnings: text.trim() === '' ? [] : [expect.stringContaining('previousStatus')],
      })
    },
  )

  const TAKEN = TEXTS.filter(({ isRefused }) => !isRefused)
  it.each(TAKEN)(
    'reaches D1 as a status and as a previous one, in the form of a name: $name',
    async ({ text, index }) => {
      const id = orderId(2000 + index)
      const first = orderBody({ orderId: id, status: text, date: '2025-03-18T15:26:11Z' })
      expect(await deliver('amplia', first)).toMatchObject({ event: { status: masked(text) } })
      const second = {
        orderId: id,
        previousStatus: text,
        status: 'InValidation',
        date: '2025-03-18T15:26:12Z',
      }
      expect(await deliver('amplia', orderBody(second))).toMatchObject({
        verdict: 'applied',
        event: { previousStatus: masked(text) },
      })
      expect(await deliver('amplia', first)).toMatchObject({ verdict: 'duplicate' })
      await settle()
      expect(await transitions('amplia', id)).toMatchObject([
        { status: masked(text), previous_status: null },
        { status: 'InValidation', previous_status: masked(text) },
      ])
      expect(await order(id)).toMatchObject({ status: 'InValidation', gaps: 0 })
    },
  )

  it.each(TEXTS)('reaches D1 as a date, which then is none: $name', async ({ text, index }) => {
    const id = orderId(3000 + index)
    const body = orderBody({ orderId: id, date: text })
    expect(await deliver('amplia', body)).toMatchObject({
      verdict: 'applied',
      warnings: [expect.any(String)],
    })
    expect(await deliver('amplia', body)).toMatchObject({ verdict: 'duplicate' })
    await settle()
    expect(await order(id)).toMatchObject({ status_since: null })
  })

  it('reaches D1: names of 10 KB, cut to what a column holds, and a date of 100 KB', async () => {
    const id = orderId(4000)
    const agent = { id: 'x', name: LARGE, identifier: LARGE, birthDate: LARGE }
    const agents = { validationAgent: agent, confirmationAgent: agent }
    await deliver('amplia', orderBody({ orderId: id, ...agents, date: 'x'.repeat(100_000) }))
    await settle()
    expect(await order(id)).toMatchObject({ validation_agent_name: CUT, confirmation_agent_name: CUT })
  })
})

describe('odd text in a transaction', () => {
  it.each(TEXTS)('reaches D1: $name', async ({ text, stored, column, index }) => {
    const id = 95000 + index
    const account = { Description: text, ReleaseDate: text }
    const fields = {
      TransactionStatus: { Id: 3, Code: text, Name: text },
      PaymentMethod: { Id: 6, Code: text, Name: text },
      Application: text,
      Vendor: text,
      IncluedDate: text,
      PaymentDate: text,
      Reference: text,
      EndToEndId: text,
      Tid: text,
      AuthorizationCode: text,
      IdMultiPaymentCharge: text,
      CheckingAccounts: [account],
      Splits: [{ Identity: text, Name: text, CheckingAccounts: [account] }],
      Undeclared: { [text]: [text] },
    }
    await deliver('safe2pay', transactionBody(id, 3, fields))
    await settle()
    const row = await transaction(id)
    expect(row).toMatchObject({
      payment_method_name: column,
      application: column,
      vendor: column,
      reference: column,
      end_to_end_id: null,
      tid: null,
      authorization_code: null,
      created_at: null,
      paid_at: null,
    })
    expect(JSON.parse(String(row?.details))).toEqual({
      IdTransaction: id,
      TransactionStatus: { Id: 3 },
      PaymentMethod: { Id: 6, Name: stored },
      Application: stored,
      Vendor: stored,
      Amount: 150,
      InstallmentQuantity: 0,
      Reference: stored,
      CheckingAccounts: [{ Description: stored }],
      Splits: [{ Identity: '***', Name: stored, CheckingAccounts: [{ Description: stored }] }],
    })
  })

  it('reaches D1: texts of 10 KB, and one of 200 KB, cut to what a column holds', async () => {
    const large = { Reference: LARGE, Vendor: LARGE, Application: LARGE, IncluedDate: LARGE }
    await deliver('safe2pay', transactionBody(95901, 3, large))
    await deliver('safe2pay', transactionBody(95902, 3, { Reference: 'ã'.repeat(100_000) }))
    await deliver('safe2pay', transactionBody(95903, 3, { Reference: '\u0001'.repeat(40_000) }))
    await settle()
    expect(await transaction(95901)).toMatchObject({ reference: CUT, vendor: CUT, application: CUT })
    expect((await transaction(95902))?.reference).toBe('ã'.repeat(LIMITS.textCharacters))
    expect(JSON.parse(String((await transaction(95902))?.details)).Reference).toHaveLength(100_000)
    expect((await transaction(95903))?.reference).toBeNull()
  })
})

describe('odd text in quarantine', () => {
  it.each(TEXTS)('is kept: $name', async ({ text, stored }) => {
    const { quarantineId } = await problemIn(
      await post('safe2pay', { IdTransaction: 1, Amount: text, [text]: text }),
      422,
    )
    const row = await quarantinedAs(quarantineId)
    expect(JSON.parse(String(row?.body))).toEqual({ IdTransaction: 1, Amount: stored, [stored]: stored })
    const other = await post('amplia', { type: text })
    expect(other.status).toBe(text.trim() === '' ? 422 : 202)
    const { quarantineId: otherId } = await other.json<{ quarantineId: string }>()
    expect((await quarantinedAs(otherId))?.body).toBe(JSON.stringify({ type: stored }))
  })

  // A lone surrogate has no UTF-8, so it cannot stand in a body that is not JSON.
  const SENDABLE = TEXTS.filter(({ text, stored }) => text === stored)
  it.each(SENDABLE)('is kept though the body is no JSON: $name', async ({ text, stored }) => {
    const { quarantineId } = await problemIn(await post('safe2pay', `not JSON: ${text}`), 400)
    const row = await quarantinedAs(quarantineId)
    expect(row?.body).toBe(`not JSON: ${stored}`)
  })
})
