/** The result of asking the sender about one payment, and the button that asks now. */
import type { Ask } from '../../db/asks.ts'
import { askNow } from '../../operations/asking.ts'
import { safe2pay } from '../../providers/safe2pay/index.ts'
import { did } from '../did.ts'
import { missingPage } from '../errors.tsx'
import { address, transactionPath } from '../links.ts'
import { Panel } from '../panel.tsx'
import { Status } from '../status.tsx'
import { storedText } from '../stored-text.ts'
import { Time } from '../time.tsx'
import type { PageContext, View } from '../view.ts'

/** POST /transactions/:id/ask, answered with 303 to the page that shows the result. */
export async function askOne(context: PageContext): Promise<Response> {
  const id = safe2pay.entityId(context.req.param('id') ?? '')
  if (id === null) return missingPage(context)
  const asked = await askNow(context.env, id)
  const done = typeof asked === 'string' ? `ask_${asked}` : `ask_${asked.result}`
  if (typeof asked !== 'string') await did(context, { action: 'ask', provider: 'safe2pay', entity: id })
  return context.redirect(address(transactionPath(id), { done }), 303)
}

interface AskingProps {
  readonly view: View
  readonly isOn: boolean
  readonly last: Ask | null
  /** The payment's address. */
  readonly path: string
}

export function Asking({ view, isOn, last, path }: AskingProps) {
  const { asking } = view.text
  return (
    <Panel id="asking" title={asking.title} class="actions">
      {last?.askedAt && (
        <p class="hint">
          {asking.last} <Time view={view} at={last.askedAt} />:{' '}
          {last.told !== null && <Status view={view} provider="safe2pay" status={String(last.told)} />}{' '}
          {last.error && storedText(view, last.error).text}
        </p>
      )}
      {last?.dueAt && (
        <p class="hint">
          {asking.next} <Time view={view} at={last.dueAt} />
        </p>
      )}
      {isOn && !view.mayAct ? null : isOn ? (
        <form method="post" action={`${path}/ask`}>
          <button class="second" type="submit">
            {asking.ask}
          </button>
          <span class="hint">{asking.hint}</span>
        </form>
      ) : (
        <p class="hint">{asking.off}</p>
      )}
    </Panel>
  )
}
