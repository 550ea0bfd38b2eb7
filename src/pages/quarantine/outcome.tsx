/** The result of an action, from a code in the address: text in an address could be chosen by anybody. */
import { verdictName } from '../verdict.tsx'
import type { View } from '../view.ts'

export interface Outcome {
  readonly text: string
  readonly isGood: boolean
}

/** Null if the address does not name an action. */
export function outcomeOf(view: View, query: Readonly<Record<string, string>>): Outcome | null {
  const { outcome } = view.text
  switch (query.done) {
    case 'judged': {
      const verdict = Object.keys(view.text.verdicts).find((each) => each === query.verdict)
      return verdict ? { text: outcome.judged({ verdict: verdictName(view, verdict) }), isGood: true } : null
    }
    case 'ask_same':
    case 'ask_settled':
    case 'ask_read':
      return { text: outcome[query.done], isGood: true }
    case 'ask_resent':
    case 'ask_overtaken':
    case 'ask_failed':
    case 'ask_off':
    case 'ask_busy':
      return { text: outcome[query.done], isGood: false }
    case 'resent':
    case 'dismissed':
    case 'reopened':
    case 'deleted':
      return { text: outcome[query.done], isGood: true }
    case 'not_judged':
    case 'closed':
    case 'none_ticked':
    case 'no_reason':
    case 'not_confirmed':
    case 'not_deleted':
    case 'too_many_ticked':
      return { text: outcome[query.done], isGood: false }
    case 'batch': {
      const [replayed, resolved] = [counted(query.replayed), counted(query.resolved)]
      return {
        text: outcome.batch({ replayed, resolved, open: replayed - resolved }),
        isGood: replayed === resolved,
      }
    }
    case 'dismissed_many':
      return { text: outcome.dismissed_many({ n: counted(query.resolved) }), isGood: true }
    case 'settled': {
      const [n, others] = [counted(query.settled), counted(query.unchanged)]
      const text = [outcome.settled({ n }), ...(others > 0 ? [outcome.unsettled({ n: others })] : [])].join(
        ' ',
      )
      return { text, isGood: others === 0 }
    }
    case 'erased': {
      const [bodies, names] = [counted(query.bodies), counted(query.names)]
      return { text: outcome.erased({ bodies, names }), isGood: true }
    }
    default:
      return null
  }
}

export const Notice = ({ outcome }: { readonly outcome: Outcome | null }) =>
  outcome && (
    <p class={`notice ${outcome.isGood ? 'good' : 'held'}`} role="status">
      {outcome.text}
    </p>
  )

const counted = (text: string | undefined): number => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : 0)
