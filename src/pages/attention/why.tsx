/** The reason for a finding, in the page's language, and what was decided about it. */
import type { Finding } from '../../db/finding.ts'
import { orderPath, transactionPath } from '../links.ts'
import { statusName } from '../status.tsx'
import { storedText } from '../stored-text.ts'
import type { View } from '../view.ts'
import { nameOf } from './name.ts'

interface WhyProps {
  readonly view: View
  readonly item: Finding
  /** Whether to show its kind. */
  readonly isNamed?: boolean
  /** The page that shows it. */
  readonly here?: string
}

export function Why({ view, item, isNamed = false, here }: WhyProps) {
  const { text } = view
  const { findings } = text
  const { kind, transactionId, again, at, by, note, state } = item
  const payment = transactionPath(transactionId ?? '')
  const isPayment = payment === here
  const other = isPayment ? orderPath(item.entityId) : payment
  return (
    <>
      {isNamed && <b>{text.attention[kind] ?? kind}. </b>}
      <Sentence view={view} item={item} />
      {again > 0 && <span class="mark held"> {findings.again}</span>}
      {transactionId !== null && (
        <>
          {' '}
          <a href={other}>{isPayment ? nameOf(view, item) : `${text.transaction} ${transactionId}`}</a>
        </>
      )}
      {kind.startsWith('forward_') && (
        <>
          {' '}
          <a href="/forward">{text.forward.title}</a>
        </>
      )}
      {at !== null && (
        <small>
          <span class="mark held">{findings.states[state]}</span> {findings.by({ name: by ?? '?' })}
          {note && `: ${note}`}
        </small>
      )}
    </>
  )
}

/** If the language has no sentence for the kind, this shows D1's English one, which names the status itself. */
function Sentence({ view, item }: { readonly view: View; readonly item: Finding }) {
  const { text } = view
  const sentence = text.findings.sentences[item.kind]
  const stored = storedText(view, item.summary)
  // D1's sentence names the unknown status, which no table has.
  const isBetter = item.kind === 'unknown_status' && stored.lang === undefined
  if (!sentence || isBetter) return <span lang={stored.lang}>{stored.text}</span>
  const provider = item.transactionId === null ? item.provider : 'safe2pay'
  const status = provider === 'amplia' ? item.orderStatus : item.paymentStatus
  const now = status && text.findings.now({ status: statusName({ view, provider, status }) })
  return (
    <>
      {sentence} {now}
    </>
  )
}
