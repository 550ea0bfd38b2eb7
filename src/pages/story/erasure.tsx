/** The erasure of what is stored of people in one order or transaction: when it was, and the form that asks for it. */
import { writeAction } from '../../access/trail.ts'
import { canBeId } from '../../entity/name.ts'
import type { Story } from '../../entity/story.ts'
import { eraseEntity } from '../../operations/erasure.ts'
import type { Provider } from '../../providers/provider.ts'
import { missingPage } from '../errors.tsx'
import { formText } from '../form.ts'
import { address, entityPath } from '../links.ts'
import { Panel } from '../panel.tsx'
import { Time } from '../time.tsx'
import type { PageContext, View } from '../view.ts'

const CONFIRMED = 'yes'

/** POST /orders/:id/erase and /transactions/:id/erase, answered with 303 to the page that shows what it did. */
export const eraseOne =
  (provider: Provider) =>
  async (context: PageContext): Promise<Response> => {
    const id = (context.req.param('id') ?? '').toLowerCase()
    if (!canBeId(id)) return missingPage(context)
    const told = (query: Record<string, string>) =>
      context.redirect(address(entityPath(provider.name, id) ?? '/', query), 303)
    if (formText(await context.req.parseBody(), 'confirm') !== CONFIRMED)
      return told({ done: 'not_confirmed' })
    const erased = await eraseEntity(context.env, provider, id)
    if (!erased) return missingPage(context)
    writeAction(context.var.operator, { action: 'erase', provider: provider.name, entity: id })
    return told({ done: 'erased', bodies: String(erased.bodies), names: String(erased.names) })
  }

export function Erasure({ view, story, path }: { view: View; story: Story; path: string }) {
  const { erasure } = view.text
  return (
    <Panel id="erasure" title={erasure.title} class="actions">
      {story.erasedAt !== null && (
        <p class="hint">
          {erasure.erased} <Time view={view} at={story.erasedAt} />
        </p>
      )}
      <form method="post" action={`${path}/erase`}>
        <span class="confirm">
          <input id="confirm" type="checkbox" name="confirm" value={CONFIRMED} required />
          <label for="confirm">{erasure.confirm}</label>
        </span>
        <button class="second" type="submit">
          {erasure.erase}
        </button>
        <span class="hint">{erasure.hint}</span>
      </form>
    </Panel>
  )
}
