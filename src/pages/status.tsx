/** A status as a person reads it: its name, its meaning, and a sign that does not depend on colour. */
import { providerNamed } from '../providers/index.ts'
import { STATUS_KINDS, type StatusKind, type Tone } from './status-kinds.ts'
import type { View } from './view.ts'

const SIGNS: Readonly<Record<Tone, string>> = {
  open: '○',
  good: '●',
  held: '◐',
  ended: '×',
  out: '↩',
  odd: '?',
}

export interface StatusProps {
  readonly view: View
  readonly provider: string
  /** Any text, because senders may use statuses that no table has. */
  readonly status: string
  /** The sender's own name, if no table has the status and it is a code. */
  readonly given?: string | undefined
}

type ByStatus<Known> = Readonly<Record<string, Readonly<Record<string, Known>>>>

function knownIn<Known>(table: ByStatus<Known>, provider: string, status: string): Known | undefined {
  const statuses = Object.hasOwn(table, provider) ? table[provider] : undefined
  return statuses && Object.hasOwn(statuses, status) ? statuses[status] : undefined
}

export const statusKind = (provider: string, status: string): StatusKind | undefined =>
  knownIn(STATUS_KINDS, provider, status)

export const toneOf = (provider: string, status: string): Tone => statusKind(provider, status)?.tone ?? 'odd'

const wordsOf = ({ view, provider, status }: StatusProps) => knownIn(view.text.statuses, provider, status)

/** `Autorizado`, `Waiting validation`, or the status itself if no table has it. */
export function statusName(props: StatusProps): string {
  const { provider, status } = props
  const known = providerNamed(provider).lifeCycle.status(status)
  if (!known) return props.given ?? status
  return (
    wordsOf(props)?.name ??
    known.name ??
    status.replace(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
  )
}

/** `paid`; for a status that no table has, it says that it is unknown. */
export function statusMeaning(props: StatusProps): string {
  const known = providerNamed(props.provider).lifeCycle.status(props.status)?.meaning
  return wordsOf(props)?.means ?? known ?? props.view.text.groups.other
}

/** `Autorizado (paid)`, for sentences. */
export const described = (props: StatusProps): string =>
  providerNamed(props.provider).lifeCycle.status(props.status)
    ? `${statusName(props)} (${statusMeaning(props)})`
    : statusName(props)

/** `3 Autorizado`: with its code, if that differs from its name. */
export const codedName = (props: StatusProps): string => {
  const name = statusName(props)
  return /^\d+$/.test(props.status) && name !== props.status ? `${props.status} ${name}` : name
}

export function Status(props: StatusProps) {
  const tone = toneOf(props.provider, props.status)
  return (
    <span class={`chip ${tone}`} title={props.status}>
      <span class="sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      {codedName(props)}
    </span>
  )
}
