/**
 * A story is what happened at the provider, in the order in which it happened: the truth that a receiver sees only
 * through a network. Pure; the same dice tell the same story.
 */
import type { Random } from '../random.ts'
import {
  height,
  ORDER_ENDS,
  ORDER_LADDER,
  ORDER_NEXT,
  REVERSED_LIVES,
  TRANSACTION_LIVES,
  UNDOCUMENTED_ORDER_STATUS,
  UNDOCUMENTED_TRANSACTION_STATUSES,
} from './documented.ts'
import { orderTold, paymentTold, type Said, type Telling } from './said.ts'

export interface StoryEvent {
  readonly status: string
  readonly previousStatus: string | null
  /** By the clock of the server that tells it, in microseconds since 1970. */
  readonly atMicros: number
  /**
   * `ghost`: the sender says it, and it never happened or is long over. `unheard`: of a status nobody documents.
   * `reversal`: a step back days later, which nothing in the body attests.
   */
  readonly kind: 'life' | 'ghost' | 'unheard' | 'reversal'
  /** What a reader can take from it beside the status. */
  readonly says: Said
  /** The ways in which the sender may spell it; each means the same event. */
  readonly spellings: readonly string[]
  /** The event of which this one has the very words, although it happened days later. */
  readonly echoOf?: number
}

export interface Story {
  readonly provider: 'amplia' | 'safe2pay'
  readonly entityId: string
  /** In the order in which they happened; ghosts last. */
  readonly events: readonly StoryEvent[]
}

/** When the last of its events had happened, in milliseconds since 1970. */
export const endMsOf = ({ events }: Story): number =>
  Math.ceil(Math.max(0, ...events.map(({ atMicros }) => atMicros)) / 1000)

/** Of the sender's sandbox; the receiver knows it by its label. */
export const SANDBOX_KEY = 'the-key-of-the-other-system'

const SECOND = 1_000_000
const DAY = 86_400 * SECOND
const START_MICROS = Date.UTC(2026, 0, 5) * 1000

export const tell = (dice: Random, number: number): Story =>
  dice.chance(0.6) ? orderStory(dice, number) : transactionStory(dice, number)

function orderStory(dice: Random, number: number): Story {
  const entityId = `0195a9dc-c0f0-4f5c-83d3-${number.toString(16).padStart(12, '0')}`
  const events: StoryEvent[] = []
  let at = START_MICROS + dice.below(1_000_000) * 1000
  let sharing = false
  // One pair in a story, far from all other events, so that what happened can be told from its chain alone.
  const skewedStep = dice.chance(0.25) ? 1 + dice.below(4) : -1
  const add = (kind: StoryEvent['kind'], previousStatus: string | null, status: string): void => {
    const instant = Math.floor(at)
    const told = orderTold(number, events.length, dice.chance(0.5))
    const fields = { orderId: entityId, previousStatus, status, number, told }
    const spellings = [0, 1, 2].map((spelling) => orderBody(fields, instant, spelling))
    events.push({ status, previousStatus, atMicros: instant, kind, says: told.says, spellings })
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
    if (step === skewedStep && !same && !circle) {
      sharing = false
      at -= 1 + dice.below(900_000)
    } else if (skewedStep >= 0 && Math.abs(step - skewedStep) <= 1) {
      sharing = false
      at += 3 * SECOND + dice.below(6 * 3600) * SECOND
    } else if (pace < 0.06 && !sharing && !circle) sharing = true
    else {
      sharing = false
      if (pace < 0.25) at += 1 + dice.below(900)
      else if (pace < 0.4) at = Math.ceil((at + 1) / SECOND) * SECOND
      else at += dice.below(6 * 3600) * SECOND + 1 + dice.below(SECOND)
    }
    add(unheard ? 'unheard' : 'life', previous.status, next)
    if (!same && !unheard) status = next
    if (!ORDER_ENDS.includes(status)) continue
    // The product once canceled orders by mistake, and undid it.
    if (!dice.chance(0.25)) break
    at += 60 * SECOND + dice.below(86_400) * SECOND
    add('life', status, 'InValidation')
    status = 'InValidation'
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
  readonly told: Telling
}

function orderBody(fields: OrderFields, atMicros: number, spelling: number): string {
  const { orderId, previousStatus, status, number, told } = fields
  const model = {
    orderId: spelling === 1 ? orderId.toUpperCase() : orderId,
    previousStatus,
    status,
    date: spellDate(atMicros, spelling),
    ...told.fields,
  }
  const body = { type: 'OrderStatusChanged', orderStatusTransitionModel: model }
  return JSON.stringify(spelling === 2 && number % 3 === 0 ? oddOrder(body) : body)
}

/** As another serializer writes it: other capitals, and braces around the GUID. */
function oddOrder({ type, orderStatusTransitionModel: model }: OrderBody): unknown {
  return { Type: type, OrderStatusTransitionModel: capitalized({ ...model, orderId: `{${model.orderId}}` }) }
}

interface OrderBody {
  readonly type: string
  readonly orderStatusTransitionModel: { readonly orderId: string }
}

const capitalized = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value]),
  )

/** With six digits, with as few as say the same, or in Brasília's time. */
export function spellDate(atMicros: number, spelling: number): string {
  const offsetHours = spelling === 2 ? -3 : 0
  const local = new Date(Math.floor(atMicros / 1000) + offsetHours * 3_600_000).toISOString().slice(0, 19)
  const fraction = String(atMicros % SECOND).padStart(6, '0')
  const short = fraction.replace(/0+$/, '')
  if (spelling === 0) return `${local}.${fraction}+00:00`
  return `${local}${short === '' ? '' : `.${short}`}${spelling === 1 ? 'Z' : '-03:00'}`
}

export function transactionStory(dice: Random, number: number): Story {
  const id = 1_000_000 + number
  const { life, back } = dice.chance(0.25)
    ? dice.pick(REVERSED_LIVES)
    : { life: dice.pick(TRANSACTION_LIVES), back: -1 }
  const amount = 1 + dice.below(50_000) / 100
  const events: StoryEvent[] = []
  let at = START_MICROS + dice.below(1_000_000) * 1000
  const add = (kind: StoryEvent['kind'], status: number, reais: number): void => {
    at += 1 + dice.below(6 * 3600) * SECOND
    const told = paymentTold(number, events.length, status, Math.round(reais * 100))
    const spellings = [0, 1, 2].map((spelling) => transactionBody(id, status, told, spelling))
    events.push({
      status: String(status),
      previousStatus: null,
      atMicros: at,
      kind,
      says: told.says,
      spellings,
    })
  }
  /** A step back in the very words of the event that first told the status. */
  const echo = (echoOf: number): void => {
    const first = events[echoOf]
    if (!first) return
    at += 1 + dice.below(6 * 3600) * SECOND
    events.push({ ...first, atMicros: at, kind: 'reversal', echoOf })
  }
  for (const [place, status] of life.entries()) {
    if (place === back) at += (3 + dice.below(20)) * DAY
    const known = place === back ? events.findIndex((event) => event.status === String(status)) : -1
    if (known >= 0 && dice.chance(0.5)) echo(known)
    else
      add(place === back ? 'reversal' : 'life', status, place === back ? amount + 0.5 : amount + place / 100)
    if (dice.chance(0.12)) add(place === back ? 'reversal' : 'life', status, amount + 10 + place)
    if (dice.chance(0.06)) add('unheard', dice.pick(UNDOCUMENTED_TRANSACTION_STATUSES), amount + place)
  }
  // After a step back, what is over can come again: then nobody can tell a ghost from the next event.
  if (back < 0 && dice.chance(0.2)) add('ghost', dice.pick(life), amount + 50)
  return { provider: 'safe2pay', entityId: String(id), events }
}

/** The sender orders its keys as it likes, and has more than one secret in use. */
function transactionBody(id: number, status: number, told: Telling, spelling: number): string {
  const fields = Object.entries({
    IdTransaction: id,
    TransactionStatus: { Id: status, Code: String(status), Name: `Status ${status}` },
    PaymentMethod: { Id: 1, Code: '1', Name: 'Boleto' },
    Application: 'Prova',
    Vendor: 'Loja',
    IncluedDate: '2026-01-05T10:00:00',
    InstallmentQuantity: 0,
    ...told.fields,
    SecretKey: spelling === 2 ? 'the-key-before' : 'the-key-of-today',
  })
  const sent = id % 3 === 0 ? fields.map(oddField) : fields
  return JSON.stringify(Object.fromEntries(spelling === 1 ? sent.reverse() : sent))
}

/** As another serializer writes it: small initials, amounts as text, an empty list for an object, a status as its code. */
function oddField([name, value]: readonly [string, unknown]): readonly [string, unknown] {
  if (name === 'Amount' && typeof value === 'number') return ['amount', String(value).replace('.', ',')]
  if (name === 'PaymentMethod') return ['paymentMethod', []]
  if (name === 'Vendor') return ['vendor', { name: value }]
  if (name === 'TransactionStatus') return ['transactionStatus', String((value as { Id: number }).Id)]
  return name === 'SecretKey' ? [name, value] : [`${name[0]?.toLowerCase()}${name.slice(1)}`, value]
}

/**
 * What the sender's sandbox says about an order or payment of the same id: the very words of production, or another status.
 * With the sandbox's key where the sender has it in the body.
 */
export function sandboxBody(dice: Random, { provider, entityId, events }: Story): string {
  const words = dice.chance(0.4) && events.length > 0 ? dice.pick(events).spellings[0] : undefined
  if (provider === 'safe2pay') {
    const id = Number(entityId)
    const status = dice.pick(dice.pick(TRANSACTION_LIVES))
    const other = transactionBody(id, status, paymentTold(id, 0, status, 100 + dice.below(10_000)), 0)
    return (words ?? other).replaceAll(/the-key-(of-today|before)/g, SANDBOX_KEY)
  }
  const status = dice.pick(ORDER_LADDER)
  const fields = { orderId: entityId, previousStatus: null, status, number: 1, told: orderTold(1, 0, false) }
  return words ?? orderBody(fields, START_MICROS + dice.below(40 * 86_400) * SECOND, 0)
}
