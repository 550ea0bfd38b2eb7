/** One body in quarantine: what was wrong, whether it still is, and what an operator can do. */

import { isInD1 } from '../../db/entities.ts'
import { quarantineParts } from '../../db/quarantine.ts'
import type { Quarantined } from '../../db/quarantine-list.ts'
import { entityIn } from '../../entity/stub.ts'
import * as LIMITS from '../../limits.ts'
import { DISMISSED } from '../../operations/dismissal.ts'
import { findKept } from '../../operations/kept.ts'
import { providerNamed } from '../../providers/index.ts'
import { Body } from '../body.tsx'
import { missingPage } from '../errors.tsx'
import { Facts, fact } from '../facts.tsx'
import { Frame, sendPage } from '../layout.tsx'
import { entityPath, quarantinePath } from '../links.ts'
import { Panel } from '../panel.tsx'
import { senderName } from '../sender.ts'
import { storedText } from '../stored-text.ts'
import { Time } from '../time.tsx'
import { type PageContext, type View, viewOf } from '../view.ts'
import { CONFIRMED } from './actions.ts'
import { diagnose } from './diagnosis.ts'
import { issuesOf } from './issues.ts'
import { Notice, outcomeOf } from './outcome.tsx'
import { Resolution } from './resolution.tsx'

/** GET /quarantine/:id */
export async function showQuarantined(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const row = quarantineParts(id) && (await findKept(context.env, id))
  if (!row) return missingPage(context)
  const view = viewOf(context)
  const diagnosis = diagnose(row.provider, row.body)
  const entityId = row.entityId ?? diagnosis.entityId
  const path =
    entityId !== null && (await isKnown(context.env, row.provider, entityId))
      ? entityPath(row.provider, entityId)
      : null
  const { held, reasons, quarantine } = view.text
  const title = `${quarantine}: ${reasons[row.reason] ?? row.reason}`
  return sendPage(
    context,
    <Frame view={view} section="quarantine" title={title}>
      <div class="heading">
        <h1>{title}</h1>
        <p class="standing">
          <Resolution view={view} row={row} />
        </p>
      </div>
      <Notice outcome={outcomeOf(view, context.req.query())} />
      <div class="columns">
        <div class="stack">
          <About view={view} row={row} {...diagnosis} entityId={entityId} path={path} />
          {view.mayAct && row.resolvedAt === null && row.body !== null && <Actions view={view} id={row.id} />}
          {view.mayAct && row.resolution?.startsWith(DISMISSED) && <Reopening view={view} id={row.id} />}
          {view.mayAct && <Deletion view={view} id={row.id} />}
        </div>
        <Panel id="body" title={held.body}>
          {row.body === null ? <p class="notice held">{held.gone}</p> : <Body json={row.body} />}
        </Panel>
      </div>
    </Frame>,
  )
}

/** Whether the entity has a page. Asks its object if D1 has nothing yet, for example just after a replay. */
async function isKnown({ DB, ENTITIES }: Env, provider: string, text: string): Promise<boolean> {
  const entityId = providerNamed(provider).entityId(text)
  if (entityId === null) return false
  if (await isInD1(DB, provider, entityId)) return true
  return (await entityIn(ENTITIES, { provider, entityId }).standing()) !== null
}

interface AboutProps {
  readonly view: View
  /** The body is null if it no longer exists. */
  readonly row: Quarantined & { readonly body: string | null }
  readonly isReadable: boolean
  /** The entity that it concerns; null if it does not say. */
  readonly entityId: string | null
  /** The page of the entity; null if the entity is not known. */
  readonly path: string | null
}

function About({ view, row, isReadable, entityId, path }: AboutProps) {
  const { held, order, transaction } = view.text
  const { provider, body } = row
  const concerned = `${provider === 'amplia' ? order : transaction} ${entityId}`
  const issues = issuesOf(row)
  const isSandbox = row.reason === 'sandbox_key'
  return (
    <Panel id="issues" title={held.issues}>
      {issues.length > 0 && (
        <ul class="issues">
          {issues.map(({ path: where, message }) => {
            const { text, lang } = storedText(view, message)
            return (
              <li>
                <code>{where || held.wholeBody}</code> <span lang={lang}>{text}</span>
              </li>
            )
          })}
        </ul>
      )}
      {row.resolvedAt === null && body !== null && (
        <p class={`notice ${isReadable && !isSandbox ? 'good' : 'held'}`}>
          {isSandbox ? held.sandbox : isReadable ? held.readable : held.unreadable}
        </p>
      )}
      <Facts
        facts={[
          ...fact(held.provider, senderName(row.provider)),
          ...fact(
            held.concerns,
            entityId !== null && (path === null ? concerned : <a href={path}>{concerned}</a>),
          ),
          ...fact(held.reference, row.reference),
          ...fact(held.received, <Time view={view} at={row.receivedAt} />),
          ...fact(
            held.lastReceived,
            row.attempts > 1 && row.lastReceivedAt !== null && <Time view={view} at={row.lastReceivedAt} />,
          ),
          ...fact(held.attempts, String(row.attempts)),
          ...fact(held.resolvedAt, row.resolvedAt !== null && <Time view={view} at={row.resolvedAt} />),
        ]}
      />
    </Panel>
  )
}

function Actions({ view, id }: { readonly view: View; readonly id: string }) {
  const { held } = view.text
  return (
    <section class="panel actions" aria-label={held.title}>
      <form method="post" action={`${quarantinePath(id)}/replay`}>
        <button type="submit">{held.replay}</button>
        <span class="hint">{held.replayHint}</span>
      </form>
      <form method="post" action={`${quarantinePath(id)}/dismiss`}>
        <label for="reason">{held.dismissReason}</label>
        <input id="reason" name="reason" required maxlength={LIMITS.dismissalCharacters} autocomplete="off" />
        <button class="second" type="submit">
          {held.dismiss}
        </button>
      </form>
    </section>
  )
}

function Reopening({ view, id }: { readonly view: View; readonly id: string }) {
  const { held } = view.text
  return (
    <section class="panel actions" aria-label={held.reopen}>
      <form method="post" action={`${quarantinePath(id)}/reopen`}>
        <button class="second" type="submit">
          {held.reopen}
        </button>
        <span class="hint">{held.reopenHint}</span>
      </form>
    </section>
  )
}

function Deletion({ view, id }: { readonly view: View; readonly id: string }) {
  const { held } = view.text
  return (
    <section class="panel actions" aria-label={held.delete}>
      <form method="post" action={`${quarantinePath(id)}/delete`}>
        <span class="confirm">
          <input id="confirm" type="checkbox" name="confirm" value={CONFIRMED} required />
          <label for="confirm">{held.confirmDelete}</label>
        </span>
        <button class="bad" type="submit">
          {held.delete}
        </button>
        <span class="hint">{held.deleteHint}</span>
      </form>
    </section>
  )
}
