/** The erasure of personal data in one order or transaction: when it was done, and the form that requests it. */
import { listOrders } from '../../db/entities.ts'
import type { Story } from '../../entity/story.ts'
import type { EntityId } from '../../id.ts'
import * as LIMITS from '../../limits.ts'
import { eraseEntity } from '../../operations/erasure.ts'
import type { Provider } from '../../providers/provider.ts'
import { did } from '../did.ts'
import { missingPage } from '../errors.tsx'
import { formText } from '../form.ts'
import { address, entityPath } from '../links.ts'
import { Panel } from '../panel.tsx'
import { Time } from '../time.tsx'
import type { PageContext, View } from '../view.ts'

/** POST /orders/:id/erase and /transactions/:id/erase, answered with 303 to the page that shows what it did. */
export const eraseOne =
  (provider: Provider) =>
  async (context: PageContext): Promise<Response> => {
    const id = provider.entityId(context.req.param('id') ?? '')
    if (id === null) return missingPage(context)
    const told = (query: Record<string, string>) =>
      context.redirect(address(entityPath(provider.name, id) ?? '/', query), 303)
    const typed = formText(await context.req.parseBody(), 'confirm')
      .trim()
      .toLowerCase()
    const names = await namesOf(context.env.DB, provider, id)
    if (!names.includes(typed)) return told({ done: 'not_confirmed' })
    const erased = await eraseEntity(context.env, provider, id)
    if (!erased) return missingPage(context)
    await did(context, { action: 'erase', provider: provider.name, entity: id })
    return told({ done: 'erased', bodies: String(erased.bodies), names: String(erased.names) })
  }

/** The texts that confirm an erasure, so that nobody erases the wrong one by mistake: its number, or its id. */
async function namesOf(d1: D1Database, provider: Provider, id: EntityId): Promise<readonly string[]> {
  if (provider.name !== 'amplia') return [id]
  const { items } = await listOrders(d1, { id, limit: 1 })
  return [id, ...items.flatMap(({ orderNumber }) => orderNumber?.trim().toLowerCase() || [])]
}

interface ErasureProps {
  readonly view: View
  readonly story: Story
  readonly path: string
  readonly number: string
}

export function Erasure({ view, story, path, number }: ErasureProps) {
  const { erasure } = view.text
  return (
    <Panel id="erasure" title={erasure.title} class="actions">
      {story.erasedAt !== null && (
        <p class="hint">
          {erasure.erased} <Time view={view} at={story.erasedAt} />
        </p>
      )}
      {view.mayAct && (
        <details>
          <summary>{erasure.erase}</summary>
          <form method="post" action={`${path}/erase`}>
            <label for="confirm">{erasure.confirm({ number })}</label>
            <input id="confirm" name="confirm" required autocomplete="off" maxlength={LIMITS.idCharacters} />
            <button class="bad" type="submit">
              {erasure.erase}
            </button>
            <span class="hint">{erasure.hint}</span>
          </form>
        </details>
      )}
    </Panel>
  )
}
