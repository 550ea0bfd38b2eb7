/** A status as a person reads it: its name, its meaning, and a sign that does not depend on colour. */
import { providerNamed } from '../providers/index.ts'
import { STATUS_TEXTS, type StatusText, type Tone } from './text/statuses.ts'
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
  /** Any text: senders may use statuses that no table has. */
  readonly status: string
}

export const statusText = (provider: string, status: string): StatusText | undefined => {
  const texts = Object.hasOwn(STATUS_TEXTS, provider) ? STATUS_TEXTS[provider] : undefined
  return texts && Object.hasOwn(texts, status) ? texts[status] : undefined
}

export const toneOf = (provider: string, status: string): Tone => statusText(provider, status)?.tone ?? 'odd'

/** `Autorizado`, `Waiting validation`, or the status itself where no table has it. */
export function statusName({ view, provider, status }: StatusProps): string {
  const known = providerNamed(provider).lifeCycle.status(status)
  if (!known) return status
  const pt = view.language === 'pt' ? statusText(provider, status)?.ptName : undefined
  return pt ?? known.name ?? status.replace(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
}

/** `paid`; what no table has is said to be so. */
export function statusMeaning({ view, provider, status }: StatusProps): string {
  const known = providerNamed(provider).lifeCycle.status(status)?.meaning
  return statusText(provider, status)?.[view.language] ?? known ?? view.text.groups.other
}

/** `Autorizado (paid)`, for sentences. */
export const described = (props: StatusProps): string =>
  providerNamed(props.provider).lifeCycle.status(props.status)
    ? `${statusName(props)} (${statusMeaning(props)})`
    : statusName(props)

/** `3 Autorizado`: with its code, where its name is another one. */
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
