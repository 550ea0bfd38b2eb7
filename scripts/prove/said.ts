/**
 * What the events of a story say beside their status, and how a sender writes it: told, left out, null, a default that
 * means nothing, or something that no reader can read. Knows nothing of src.
 */
import { type Random, random } from '../random.ts'

/** By column of the read model: what is left out, null or broken is not said. */
export type Said = Readonly<Record<string, string | number>>

/** Fields of a body, and what they say. */
export interface Telling {
  readonly fields: Readonly<Record<string, unknown>>
  readonly says: Said
}

/** Dice of their own for each event, so that what a number tells beside this is what it always told. */
const diceOf = (number: number, index: number): Random => random(Math.imul(number + 1, 0x5a1d) ^ index)

const NOTHING: readonly unknown[] = [null, '', {}, []]
const NO_DATE: readonly unknown[] = [...NOTHING, '0001-01-01T00:00:00', '2026-01-05T25:37:53.33', 'ontem']

/** A field that most events have. @param junk what it holds when it says nothing */
function maybe(dice: Random, field: string, value: unknown, said: Said, junk = NOTHING): Telling {
  const way = dice.next()
  if (way < 0.55) return { fields: { [field]: value }, says: said }
  return { fields: way < 0.7 ? {} : { [field]: dice.pick(junk) }, says: {} }
}

const both = (tellings: readonly Telling[]): Telling => ({
  fields: Object.assign({}, ...tellings.map(({ fields }) => fields)),
  says: Object.assign({}, ...tellings.map(({ says }) => says)),
})

/** Statuses in which what the body calls the amount is what went back. */
const REFUNDING: readonly number[] = [6, 13]

export function paymentTold(number: number, index: number, status: number, cents: number): Telling {
  const dice = diceOf(number, index)
  const tax = 1 + dice.below(500)
  const minute = String(index % 60).padStart(2, '0')
  // Short, because a long number could be a person's.
  const reference = `V-${number % 1000}`
  const authorization = `A${index}`
  return both([
    maybe(
      dice,
      'Amount',
      cents / 100,
      { amount_cents: cents, ...(REFUNDING.includes(status) && { refunded_cents: cents }) },
      [...NOTHING, 'muito'],
    ),
    maybe(dice, 'TaxValue', tax / 100, { tax_cents: tax }, [...NOTHING, 'n/a']),
    // Brasília's time; D1 has UTC.
    maybe(
      dice,
      'PaymentDate',
      `2026-01-05T10:${minute}:07`,
      { paid_at: `2026-01-05T13:${minute}:07Z` },
      NO_DATE,
    ),
    maybe(dice, 'Tid', `TID-${index}`, { tid: `TID-${index}` }),
    maybe(dice, 'Reference', reference, { reference }),
    // Always there, so that no two events have the same words.
    { fields: { AuthorizationCode: authorization }, says: { authorization_code: authorization } },
  ])
}

const AGENTS: readonly string[] = [
  'Ana',
  'Bia',
  'Caio',
  'Davi',
  'Eva',
  'Fabio',
  'Gil',
  'Hugo',
  'Iara',
  'Joel',
]

/** @param hasAgents whether anybody works on the order yet */
export function orderTold(number: number, index: number, hasAgents: boolean): Telling {
  const dice = diceOf(number, index)
  const agent = (of: 'validation' | 'confirmation'): Telling => {
    const id = `0bcc8325-7122-4e5d-80b4-${String(index).padStart(12, '0')}`
    const told = both([
      maybe(dice, 'id', id, { [`${of}_agent_id`]: id }),
      maybe(dice, 'name', AGENTS[index % AGENTS.length], {
        [`${of}_agent_name`]: AGENTS[index % AGENTS.length] ?? '',
      }),
    ])
    return maybe(dice, `${of}Agent`, told.fields, told.says)
  }
  const [orderNumber, saleNumber] = [`800-005-${100 + index}`, `V-${index}`]
  return both([
    maybe(dice, 'orderNumber', orderNumber, { order_number: orderNumber }),
    maybe(dice, 'orderSaleNumber', saleNumber, { sale_number: saleNumber }),
    ...(hasAgents ? [agent('validation'), agent('confirmation')] : []),
  ])
}
