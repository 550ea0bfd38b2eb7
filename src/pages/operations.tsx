/** Who did what, newest first. */
import { ACTIONS } from '../access/actions.ts'
import { STATES } from '../db/attention-kinds.ts'
import { readCursor } from '../db/cursor.ts'
import { type ListedOperation, listOperations } from '../db/operations.ts'
import * as LIMITS from '../limits.ts'
import { nameOf } from './attention/name.ts'
import { Filter } from './filter.tsx'
import { Frame, sendPage } from './layout.tsx'
import { entityPath, quarantinePath } from './links.ts'
import { Pager } from './pager.tsx'
import { storedText } from './stored-text.ts'
import { type Column, Table } from './table.tsx'
import { Time } from './time.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

const PATH = '/operations'

/** GET /operations */
export async function showOperations(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { did, list } = view.text
  const action = ACTIONS.find((each) => each === context.req.query('action'))
  const after = readCursor(context.req.query('after') ?? '') ?? undefined
  const { items, nextCursor } = await listOperations(context.env.DB, {
    action,
    after,
    limit: LIMITS.pageRows,
  })
  const options = [
    { value: '', text: did.anyAction },
    ...ACTIONS.map((each) => ({ value: each, text: did.actions[each] ?? each })),
  ]
  return sendPage(
    context,
    <Frame view={view} section="operations" title={did.title}>
      <div class="heading">
        <h1>{did.title}</h1>
      </div>
      <Filter
        view={view}
        path={PATH}
        choices={[{ name: 'action', label: did.action, value: action ?? '', options }]}
        isFiltered={action !== undefined}
      />
      {items.length > 0 ? (
        <div class="panel">
          <Table columns={columnsOf(view)} rows={items} />
        </div>
      ) : (
        <p class="nothing">{list.nothing}</p>
      )}
      <Pager
        view={view}
        path={PATH}
        query={{ action }}
        nextCursor={nextCursor}
        isFirst={after === undefined}
      />
    </Frame>,
  )
}

function columnsOf(view: View): readonly Column<ListedOperation>[] {
  const { did } = view.text
  return [
    {
      head: did.at,
      cell: ({ at, by }) => (
        <>
          <Time view={view} at={at} />
          <small class="narrow cut">{by}</small>
        </>
      ),
    },
    { head: did.by, class: 'wide', cell: ({ by }) => by },
    {
      head: did.action,
      cell: ({ action }) => did.actions[action] ?? action,
    },
    { head: did.what, cell: (row) => <What view={view} row={row} /> },
    { head: did.detail, cell: (row) => detailOf(view, row) },
  ]
}

/** The order, payment or body, with a link if it exists: a body may have been deleted. */
function What({ view, row }: { readonly view: View; readonly row: ListedOperation }) {
  const { provider, entityId, orderNumber, isThere } = row
  if (entityId === null) return null
  const [name, path] =
    provider === null
      ? [`${view.text.quarantine} ${entityId.slice(-8)}`, quarantinePath(entityId)]
      : [nameOf(view, { provider, entityId, orderNumber }), entityPath(provider, entityId)]
  return isThere && path ? <a href={path}>{name}</a> : <span>{name}</span>
}

/** Actions with a text that an operator wrote, which is not translated. */
const WRITTEN = new Set(['settle', 'dismiss'])

/** A decision is written as `kind: state, note`. */
function detailOf(view: View, { action, detail }: ListedOperation): string | null {
  const [, kind = '', named = '', note] = /^(\w+): (\w+)(?:, (.*))?$/s.exec(detail ?? '') ?? []
  const state = STATES.find((each) => each === named)
  if (action !== 'settle' || !state)
    return WRITTEN.has(action) ? detail : detail && storedText(view, detail).text
  const { attention, findings } = view.text
  return [`${attention[kind] ?? kind}: ${findings.states[state]}`, ...(note ? [note] : [])].join(' · ')
}
