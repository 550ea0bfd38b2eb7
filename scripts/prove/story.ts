/**
 * A story is what happened at the provider, in the order in which it happened: the truth that a receiver sees only
 * through a network. Pure; the same dice tell the same story.
 */
import type { Random } from '../random.ts'
import {
  height,
  ORDER_ENDS,
  ORDER_NEXT,
  TRANSACTION_LIVES,
  UNDOCUMENTED_ORDER_STATUS,
  UNDOCUMENTED_TRANSACTION_STATUSES,
} from './documented.ts'

export interface StoryEvent {
  readonly status: string
  readonly previousStatus: string | null
  /** Microseconds since 1970. */
  readonly atMicros: number
  /** `ghost`: the sender says it, and it never happened or is long over. `unheard`: of a status nobody documents. */
  readonly kind: 'life' | 'ghost' | 'unheard'
  /** The ways in which the sender may spell it; each means the same event. */
  readonly spellings: readonly string[]
}

export interface Story {
  readonly provider: 'amplia' | 'safe2pay'
  readonly entityId: string
  /** In the order in which they happened; ghosts last. */
  readonly events: readonly StoryEvent[]
}

const SECOND = 1_000_000
const START_MICROS = Date.UTC(2026, 0, 5) * 1000

export const tell = (dice: Random, number: number): Story =>
  dice.chance(0.6) ? orderStory(dice, number) : transactionStory(dice, number)

function orderStory(dice: Random, number: number): Story {
  const entityId = `0195a9dc-c0f0-4f5c-83d3-${number.toString(16).padStart(12, '0')}`
  const events: StoryEvent[] = []
  let at = START_MICROS + dice.below(1_000_000) * 1000
  let sharing = false
  const add = (kind: StoryEvent['kind'], previousStatus: string | null, status: string): void => {
    const instant = Math.floor(at)
    const fields = { orderId: entityId, previousStatus, status, number, agents: dice.chance(0.5) }
    const spellings = [0, 1, 2].map((spelling) => orderBody(fields, instant, spelling))
    events.push({ status, previousStatus, atMicros: instant, kind, spellings })
  }

  let status = 'WaitingValidation'
  add('life', null, status)
  const steps = 1 + dice.below(9)
  for (let step = 0; step < steps; step += 1) {
    const options = ORDER_NEXT[status]
    const previous = events.at(-1)
    if (!options || !previous) break
    const same = dice.chance(0.07)
    const unheard = !same && dice.chance(0.06) && previous.kind === 'life'
    const next = same ? previous.status : unheard ? UNDOCUMENTED_ORDER_STATUS : dice.pick(options)
    // Two events of one instant can be told apart only where they do not name each other.
    const circle = previous.previousStatus === next
    const pace = dice.next()
    if (pace < 0.06 && !sharing && !circle) sharing = true
    else {
      sharing = false
      if (pace < 0.25) at += 1 + dice.below(900)
      else if (pace < 0.4) at = Math.ceil((at + 1) / SECOND) * SECOND
      else at += dice.below(6 * 3600) * SECOND + 1 + dice.below(SECOND)
    }
    add(unheard ? 'unheard' : 'life', previous.status, next)
    if (!same && !unheard) status = next
    if (ORDER_ENDS.includes(status)) break
  }
  if (dice.chance(0.2) && (height(status) ?? 0) > 0) {
    at += 86_400 * SECOND
    add('ghost', null, 'WaitingValidation')
  }
  return { provider: 'amplia', entityId, events }
}

interface OrderFields {
  readonly orderId: string
  readonly previousStatus: string | null
  readonly status: string
  readonly number: number
  readonly agents: boolean
}

function orderBody(fields: OrderFields, atMicros: number, spelling: number): string {
  const { orderId, previousStatus, status, number, agents } = fields
  const model = {
    orderId: spelling === 1 ? orderId.toUpperCase() : orderId,
    orderNumber: `800-${number}`,
    orderSaleNumber: agents ? `V-${number}` : null,
    previousStatus,
    status,
    date: spellDate(atMicros, spelling),
    validationAgent:
      agents && status !== 'WaitingValidation'
        ? { id: '0bcc8325-7122-4e5d-80b4-720beec03ede', name: 'Fulana' }
        : null,
    confirmationAgent: null,
  }
  return JSON.stringify({ type: 'OrderStatusChanged', orderStatusTransitionModel: model })
}

/** With six digits, with as few as say the same, or in Brasília's time. */
function spellDate(atMicros: number, spelling: number): string {
  const offsetHours = spelling === 2 ? -3 : 0
  const local = new Date(Math.floor(atMicros / 1000) + offsetHours * 3_600_000).toISOString().slice(0, 19)
  const fraction = String(atMicros % SECOND).padStart(6, '0')
  const short = fraction.replace(/0+$/, '')
  if (spelling === 0) return `${local}.${fraction}+00:00`
  return `${local}${short === '' ? '' : `.${short}`}${spelling === 1 ? 'Z' : '-03:00'}`
}

function transactionStory(dice: Random, number: number): Story {
  const id = 1_000_000 + number
  const life = dice.pick(TRANSACTION_LIVES)
  const amount = 1 + dice.below(50_000) / 100
  const events: StoryEvent[] = []
  let at = START_MICROS + dice.below(1_000_000) * 1000
  const add = (kind: StoryEvent['kind'], status: number, cents: number): void => {
    at += 1 + dice.below(6 * 3600) * SECOND
    const spellings = [0, 1, 2].map((spelling) => transactionBody(id, status, cents, spelling))
    events.push({ status: String(status), previousStatus: null, atMicros: at, kind, spellings })
  }
  for (const [place, status] of life.entries()) {
    add('life', status, amount)
    if (dice.chance(0.12)) add('life', status, amount + 1 + place)
    if (dice.chance(0.06)) add('unheard', dice.pick(UNDOCUMENTED_TRANSACTION_STATUSES), amount + place)
  }
  if (dice.chance(0.2)) add('ghost', dice.pick(life), amount + 50)
  return { provider: 'safe2pay', entityId: String(id), events }
}

/** The sender orders its keys as it likes, and has more than one secret in use. */
function transactionBody(id: number, status: number, amount: number, spelling: number): string {
  const fields = Object.entries({
    IdTransaction: id,
    TransactionStatus: { Id: status, Code: String(status), Name: `Status ${status}` },
    PaymentMethod: { Id: 1, Code: '1', Name: 'Boleto' },
    Application: 'Prova',
    Vendor: 'Loja',
    Amount: Math.round(amount * 100) / 100,
    IncluedDate: '2026-01-05T10:00:00',
    InstallmentQuantity: 0,
    Reference: `V-${id}`,
    SecretKey: spelling === 2 ? 'the-key-before' : 'the-key-of-today',
  })
  return JSON.stringify(Object.fromEntries(spelling === 1 ? fields.reverse() : fields))
}
