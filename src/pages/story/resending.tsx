/** Sends the last message of one order or transaction to the user's own system again. */
import { nameOf } from '../../entity/name.ts'
import { isConfigured } from '../../forward/settings.ts'
import { resendOne } from '../../operations/forwarding.ts'
import type { Provider } from '../../providers/provider.ts'
import { did } from '../did.ts'
import { missingPage } from '../errors.tsx'
import { address, entityPath } from '../links.ts'
import { Panel } from '../panel.tsx'
import type { PageContext, View } from '../view.ts'

/** POST /orders/:id/resend and /transactions/:id/resend, answered with 303 to the page. */
export const resendEntity =
  ({ name: provider, entityId }: Provider) =>
  async (context: PageContext): Promise<Response> => {
    const entity = entityId(context.req.param('id') ?? '')
    if (entity === null || !(await resendOne(context.env, nameOf({ provider, entityId: entity }))))
      return missingPage(context)
    await did(context, { action: 'resend', provider, entity })
    return context.redirect(address(entityPath(provider, entity) ?? '/', { done: 'resent' }), 303)
  }

interface ResendingProps {
  readonly view: View
  readonly env: Env
  readonly path: string
}

/** Nothing if nothing is forwarded, or the operator may only look. */
export function Resending({ view, env, path }: ResendingProps) {
  const { forward } = view.text
  if (!view.mayAct || !isConfigured(env)) return null
  return (
    <Panel id="resend" title={forward.title} class="actions">
      <form method="post" action={`${path}/resend`}>
        <button class="second" type="submit">
          {forward.resendOne}
        </button>
        <span class="hint">{forward.resendHint}</span>
      </form>
    </Panel>
  )
}
