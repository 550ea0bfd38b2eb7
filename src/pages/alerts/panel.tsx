/** Where alerts are sent, what prevents it, and the button that sends a test. */
import { settingsOf } from '../../alerts/settings.ts'
import { Notice } from '../quarantine/outcome.tsx'
import type { PageContext, View } from '../view.ts'

export function Alerts({ context, view }: { readonly context: PageContext; readonly view: View }) {
  const { alerts } = view.text
  const { webhook, email, heartbeat, wrong } = settingsOf(context.env)
  // Kinds of hosts, never an address: that is a secret.
  const to = [...(webhook ? [alerts.hosts[webhook.host]] : []), ...(email ? [alerts.email] : [])]
  return (
    <>
      <Notice outcome={testedIn(view, context.req.query())} />
      <p class="hint">
        {to.length > 0 ? alerts.to({ to: to.join(', ') }) : alerts.none} {heartbeat && alerts.heartbeat}
      </p>
      {wrong.length > 0 && <p class="notice held">{alerts.wrong({ names: wrong.join(', ') })}</p>}
      {view.mayAct && to.length > 0 && (
        <form method="post" action="/alerts/test">
          <button class="second" type="submit">
            {alerts.test}
          </button>
        </form>
      )}
    </>
  )
}

/** The result, from codes in the address: text in an address could be chosen by anybody. */
function testedIn({ text: { alerts } }: View, { tested, code = '' }: Readonly<Record<string, string>>) {
  if (tested === 'taken') return { text: alerts.taken, isGood: true }
  if (tested !== 'refused') return null
  return { text: alerts.refused({ code: /^\d{3}$/.test(code) ? code : alerts.unanswered }), isGood: false }
}
