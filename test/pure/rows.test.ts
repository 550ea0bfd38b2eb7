/** An entity's row of the read model holds what its head says, column by column. */
import { DatabaseSync } from 'node:sqlite'
import { getTableName } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { migrationsIn } from '../../scripts/migrations.ts'
import type { Head } from '../../src/lifecycle/fold.ts'
import { statementsOf } from '../../src/projector/batch.ts'
import { piecesOf } from '../../src/projector/piece.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import type { EntityView, Provider } from '../../src/providers/provider.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { payload } from '../tools/payloads.ts'
import { eventIn } from '../tools/readings.ts'

const SINCE = '2025-03-18T15:30:14.052941Z'
const FIRST = '2025-03-18T15:30:15.000Z'
const LAST = '2025-03-18T15:31:00.000Z'

/** The row that the first statement writes, by column. */
function rowOf(provider: Provider, entity: EntityView): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(':memory:')
  for (const { sql } of migrationsIn()) database.exec(sql)
  const { table } = provider.entities
  for (const { sql, params } of provider.upsert([{ ...provider.row(entity) }]))
    database.prepare(sql).run(...(params as string[]))
  return { table: getTableName(table), ...database.prepare(`SELECT * FROM ${getTableName(table)}`).get() }
}

const propertyOf = (column: string): string =>
  column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** An entity whose head is one documented event. */
async function entityOf(provider: Provider, name: string, head: Partial<Head> = {}): Promise<EntityView> {
  const documented = payload(provider === amplia ? 'amplia' : 'safe2pay', name)
  const { entityId, status, facts, fingerprint, body } = await eventIn(provider, JSON.parse(documented))
  return {
    entityId,
    head: { status, since: SINCE, knownStatus: status, gaps: 1, facts, fingerprint, ...head },
    refused: 2,
    revision: 5,
    sequence: 4,
    firstReceivedAt: FIRST,
    lastReceivedAt: LAST,
    erasedAt: null,
    body,
  }
}

describe('the row of an order', () => {
  it('holds all of this', async () => {
    expect(rowOf(amplia, await entityOf(amplia, '5-approved-waiting-issue'))).toEqual({
      table: 'orders',
      order_id: '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
      order_number: '800-005-520',
      sale_number: null,
      status: 'WaitingIssue',
      status_since: SINCE,
      validation_agent_id: '0bcc8325-7122-4e5d-80b4-720beec03ede',
      validation_agent_name: 'Fulano de Tal',
      confirmation_agent_id: '0bcc8325-7122-4e5d-80b4-720beec03ede',
      confirmation_agent_name: 'Fulano de Tal',
      gaps: 1,
      refused: 2,
      revision: 5,
      first_received_at: FIRST,
      last_received_at: LAST,
      erased_at: null,
      number_key: null,
      sale_key: null,
      sequence: 4,
      change: null,
    })
  })

  it('holds the keys of its numbers, where its events have them', async () => {
    const order = await entityOf(amplia, '6-issued')
    const [one, other] = ['1'.repeat(32), 'e'.repeat(32)]
    const facts = { ...order.head.facts, numberKey: one, saleKey: other }
    expect(rowOf(amplia, { ...order, head: { ...order.head, facts } })).toMatchObject({
      number_key: one,
      sale_key: other,
    })
  })

  it('has no time where the sender gave none', async () => {
    const order = await entityOf(amplia, '5-approved-waiting-issue', { since: null })
    expect(rowOf(amplia, order).status_since).toBeNull()
  })
})

describe('the row of a transaction', () => {
  it('holds all of this, without a personal number', async () => {
    const transaction = await entityOf(safe2pay, '3-autorizado-card-splits')
    const { details, ...row } = rowOf(safe2pay, transaction)
    expect(row).toEqual({
      table: 'transactions',
      transaction_id: 1_040_415,
      status: 3,
      status_name: 'Autorizado',
      status_since: SINCE,
      payment_method: 2,
      payment_method_name: 'Cartão de Crédito',
      reference: null,
      application: 'Teste Safe2Pay',
      vendor: 'Lucas Diogo',
      amount_cents: 20_000,
      paid_cents: null,
      net_cents: -520,
      tax_cents: 20_520,
      discount_cents: null,
      addition_cents: null,
      refunded_cents: null,
      installments: 1,
      created_at: '2019-09-11T15:42:54.143Z',
      paid_at: '2019-09-11T15:57:50.587Z',
      end_to_end_id: null,
      tid: '020006495642',
      authorization_code: '205340',
      refused: 2,
      revision: 5,
      first_received_at: FIRST,
      last_received_at: LAST,
      erased_at: null,
      sale_key: null,
      sequence: 4,
      change: null,
    })
    const said = JSON.parse(String(details))
    expect(said).toMatchObject({ IdTransaction: 1_040_415, Splits: [{ Identity: '***' }] })
    const declared = Object.keys(JSON.parse(transaction.body)).filter((name) => name !== 'EndToEndId')
    expect(Object.keys(said).toSorted()).toEqual(declared.toSorted())
  })

  it('has a name and a time even of a head whose status the table no longer has, and that tells no time', async () => {
    const transaction = await entityOf(safe2pay, '3-autorizado-card-splits', { status: '99', since: null })
    expect(rowOf(safe2pay, transaction)).toMatchObject({
      status: 99,
      status_name: '99',
      status_since: FIRST,
    })
  })
})

describe('facts that a version without shapes has stored', () => {
  const CPF = '297.422.370-26'

  it('reach the row of an order only in their shapes', async () => {
    const facts = {
      orderNumber: CPF,
      saleNumber: 29_742_237_026,
      validationAgentId: CPF,
      validationAgentName: `Fulano ${CPF}`,
      erasedAt: CPF,
    }
    const row = rowOf(
      amplia,
      await entityOf(amplia, '5-approved-waiting-issue', { facts, status: `de ${CPF}` }),
    )
    expect(row).toMatchObject({
      order_number: '***.422.370-**',
      sale_number: null,
      status: 'de ***********-**',
      validation_agent_id: null,
      validation_agent_name: 'Fulano ***.422.370-**',
      confirmation_agent_id: null,
      erased_at: null,
    })
  })

  it('reach the row of a transaction only in their shapes', async () => {
    const facts = {
      paymentMethod: 29_742_237_026,
      paymentMethodName: `Pix de ${CPF}`,
      reference: CPF,
      application: CPF,
      vendor: CPF,
      amountCents: '1',
      installments: 29_742_237_026,
      createdAt: CPF,
      paidAt: '2019-09-11T15:57:50.587Z',
      endToEndId: CPF,
      tid: CPF,
      authorizationCode: CPF,
      revision: 99,
    }
    const row = rowOf(safe2pay, await entityOf(safe2pay, '3-autorizado-card-splits', { facts }))
    expect(row).toMatchObject({
      payment_method: null,
      payment_method_name: 'Pix de ***.422.370-**',
      reference: '***.422.370-**',
      application: '***.422.370-**',
      vendor: '***.422.370-**',
      amount_cents: null,
      installments: null,
      created_at: null,
      paid_at: '2019-09-11T15:57:50.587Z',
      end_to_end_id: null,
      tid: null,
      authorization_code: null,
      revision: 5,
    })
  })
})

describe.each<[provider: Provider, name: string, groups: readonly (readonly string[])[]]>([
  [amplia, '5-approved-waiting-issue', [['order_number', 'sale_number', 'number_key', 'sale_key'], ['gaps']]],
  [
    safe2pay,
    '3-autorizado-card-splits',
    [
      ['reference', 'sale_key'],
      ['paid_at', 'end_to_end_id', 'tid'],
    ],
  ],
])('what seldom changes in the row of $0.name', (provider, name, groups) => {
  it('is written by statements of its own, so that an index that nothing changes costs no row', async () => {
    const [upsert, ...changes] = provider.upsert([{ ...provider.row(await entityOf(provider, name)) }])
    expect(changes).toHaveLength(groups.length)
    const updated = upsert?.sql.split('DO UPDATE SET')[1]
    expect(updated).toContain('excluded."last_received_at"')
    for (const column of ['first_received_at', ...groups.flat()]) {
      expect(updated).not.toContain(`"${column}"`)
    }
    for (const [place, columns] of groups.entries()) {
      const set = changes[place]?.sql.match(/ SET (.*) FROM /s)?.[1] ?? ''
      expect(new Set(set.match(/\w+(?=" = )/g))).toEqual(new Set(columns))
    }
  })

  it('is all that those statements are given of a row, beside its key and its revision', async () => {
    const row: Readonly<Record<string, unknown>> = { ...provider.row(await entityOf(provider, name)) }
    const { id } = provider.entities
    const [, ...changes] = provider.upsert([row])
    for (const [place, columns] of groups.entries()) {
      const [given] = JSON.parse(String(changes[place]?.params[0])) as readonly (readonly unknown[])[]
      const told = ['revision', ...columns].map((column) => row[propertyOf(column)] ?? null)
      expect(new Set(given)).toEqual(new Set([row[propertyOf(id.name)], ...told]))
    }
  })
})

describe('what D1 is given of a payment in a batch', () => {
  it('is each value once, and little more: not the whole row for each statement', async () => {
    const entity = await entityOf(safe2pay, '3-autorizado-card-splits')
    const transition = {
      provider: 'safe2pay',
      entityId: entity.entityId,
      seq: 1,
      verdict: 'applied',
      effective: true,
      status: '3',
      receivedAt: FIRST,
      reason: 'Autorizado (paid) is the first status of this transaction that is known here.',
      rulesVersion: '1',
      revision: 5,
      judged: `safe2pay-${'0'.repeat(32)}`,
    }
    const pieces = piecesOf({
      provider: 'safe2pay',
      transitions: [transition],
      row: safe2pay.row(entity),
      looked: null,
      revision: 5,
    }).map(({ piece }) => piece)
    const given = statementsOf(pieces, LAST).flatMap(({ params }) => params)
    const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0)
    expect(given.join('').length).toBeLessThan(1.25 * bytes)
  })
})
