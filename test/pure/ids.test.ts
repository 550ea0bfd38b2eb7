/** The two things that decide whether an event counts are taken in each spelling that can mean one thing only. */
import { describe, expect, it } from 'vitest'
import { orderLifeCycle } from '../../src/providers/amplia/life-cycle.ts'
import { orderIdIn } from '../../src/providers/amplia/order-id.ts'
import { declared } from '../../src/providers/declared.ts'
import { entityIdsIn } from '../../src/providers/index.ts'
import { transactionIdIn } from '../../src/providers/safe2pay/transaction-id.ts'
import { statusNameIn } from '../../src/providers/status-name.ts'

const GUID = '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9'

describe("an order's id", () => {
  it.each([
    GUID,
    GUID.toUpperCase(),
    '0195A9DC-c0f0-4F5C-83d3-BF562AE98ED9',
    '0195a9dcc0f04f5c83d3bf562ae98ed9',
    `{${GUID}}`,
    `(${GUID})`,
    `{${GUID.toUpperCase()}}`,
    `urn:uuid:${GUID}`,
    ` ${GUID}\n`,
  ])('is the same as %j', (text) => {
    expect(orderIdIn(text)).toBe(GUID)
  })

  it.each([
    '',
    'x',
    `${GUID}0`,
    `0${GUID}`,
    GUID.slice(1),
    `x${GUID}`,
    GUID.replace('9', 'g'),
    GUID.replaceAll('-', '--'),
    GUID.replaceAll('-', ' '),
    '0195a9dcc-0f0-4f5c-83d3-bf562ae98ed9',
    '00000000-0000-0000-0000-000000000000',
    '00000000000000000000000000000000',
    '{00000000-0000-0000-0000-000000000000}',
  ])('is none as %j', (text) => {
    expect(orderIdIn(text)).toBeNull()
  })
})

describe("a transaction's id", () => {
  it.each(['119', ' 119 ', '0119', '+119', '#119', '119.0', '119,00', '119.0000', '+00119.0'])(
    'is the same as %j',
    (text) => {
      expect(transactionIdIn(text)).toBe('119')
    },
  )

  it.each(['9007199254740991', '1'])('is one as %j', (text) => {
    expect(transactionIdIn(text)).toBe(text)
  })

  it.each([
    '',
    '0',
    '000',
    '-119',
    '119.5',
    '1e3',
    '0x77',
    '1 19',
    '119a',
    'null',
    // JSON would round it to its neighbour.
    '9007199254740993',
    '12345678901234567',
    // It can be a thousand times as much.
    '81.000',
    '119,000',
    '#1.000',
    '１１９',
  ])('is none as %j', (text) => {
    expect(transactionIdIn(text)).toBeNull()
  })
})

describe('what is looked for by an id', () => {
  it.each([
    [`{${GUID}}`, [GUID]],
    ['#119', ['119']],
    ['V-48281', []],
  ])('may be of any provider, or of none: %j', (text, ids) => {
    expect(entityIdsIn(text)).toEqual(ids)
  })
})

describe('a status by its name', () => {
  const read = (status: unknown) => {
    const { fields } = declared({ status })
    return fields && statusNameIn(fields, 'status', orderLifeCycle)
  }

  it.each([
    ['Issued', 'Issued'],
    ['issued', 'Issued'],
    ['WAITINGVALIDATION', 'WaitingValidation'],
    [' Issued ', 'Issued'],
    ['WaitingResources', 'WaitingResources'],
    ['waitingResources', 'waitingResources'],
    ['Em análise', 'Em análise'],
    ['s'.repeat(64), 's'.repeat(64)],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    [7, '7'],
  ])('is read from %j as %s', (status, name) => {
    expect(read(status)).toBe(name)
  })

  it.each([null, undefined, '', ' ', {}, [], { a: 1 }, 's'.repeat(65), 'Iss\u200bued', 'Iss\nued', '\ud83d'])(
    'is none as %j',
    (status) => {
      expect(read(status)).toBeNull()
    },
  )
})
