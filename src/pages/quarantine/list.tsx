/** The quarantine as a list, with a replay of all open bodies. */
import { readCursor } from '../../db/cursor.ts'
import { QUARANTINE_REASONS } from '../../db/quarantine.ts'
import { listQuarantine } from '../../db/quarantine-list.ts'
import * as LIMITS from '../../limits.ts'
import { PROVIDERS } from '../../providers/index.ts'
import { type Choice, Filter } from '../filter.tsx'
import { Frame, sendPage } from '../layout.tsx'
import { Pager } from '../pager.tsx'
import { senderName } from '../sender.ts'
import { type PageContext, type View, viewOf } from '../view.ts'
import { Notice, outcomeOf } from './outcome.tsx'
import { HeldTable } from './table.tsx'

type State = 'open' | 'resolved' | 'all'

/** GET /quarantine */
export async function showQuarantine(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const state = stateNamed(context.req.query('state'))
  const provider = context.req.query('provider') ?? ''
  const reason = context.req.query('reason') ?? ''
  const after = readCursor(context.req.query('after') ?? '') ?? undefined
  const { items, nextCursor } = await listQuarantine(context.env.DB, {
    state,
    provider: provider || undefined,
    reason: reason || undefined,
    after,
    limit: LIMITS.pageRows,
  })
  const rest = context.req.query('rest') ?? ''
  return sendPage(
    context,
    <Frame view={view} section="quarantine" title={text.quarantine}>
      <div class="heading">
        <h1>{text.quarantine}</h1>
        <p class="hint">{text.held.intro}</p>
        {view.mayAct && items.some(({ resolvedAt }) => resolvedAt === null) && (
          <ReplayAll view={view} rest={rest} provider={provider} reason={reason} />
        )}
      </div>
      <Notice outcome={outcomeOf(view, context.req.query())} />
      <Filter
        view={view}
        path="/quarantine"
        choices={choicesOf(view, state, provider, reason)}
        isFiltered={state !== 'open' || Boolean(provider || reason)}
      />
      {items.length > 0 && !view.mayAct ? (
        <div class="panel">
          <HeldTable view={view} rows={items} withState={state !== 'open'} />
        </div>
      ) : items.length > 0 ? (
        <form class="panel" method="post" action="/quarantine/ticked">
          <input type="hidden" name="provider" value={provider} />
          <input type="hidden" name="reason" value={reason} />
          <HeldTable view={view} rows={items} withState={state !== 'open'} ticks={state !== 'resolved'} />
          {state !== 'resolved' && <Ticked view={view} />}
        </form>
      ) : (
        <p class="nothing">{text.held.empty}</p>
      )}
      <Pager
        view={view}
        path="/quarantine"
        query={{ state: state === 'open' ? undefined : state, provider, reason }}
        nextCursor={nextCursor}
        isFirst={after === undefined}
      />
    </Frame>,
  )
}

/** The actions on the ticked bodies, with one reason for all. */
function Ticked({ view }: { readonly view: View }) {
  const { held } = view.text
  return (
    <div class="actions ticked">
      <label class="all" hidden>
        <input type="checkbox" /> {held.tickAll}
      </label>
      <button type="submit" name="do" value="replay">
        {held.replayTicked}
      </button>
      <input
        name="why"
        maxlength={LIMITS.dismissalCharacters}
        aria-label={held.dismissReason}
        placeholder={held.dismissReason}
        autocomplete="off"
      />
      <button class="second" type="submit" name="do" value="dismiss">
        {held.dismissTicked}
      </button>
    </div>
  )
}

/** Replays one batch; if there are more, the next one begins after the last row of this one. */
function ReplayAll({
  view,
  rest,
  provider,
  reason,
}: {
  view: View
  rest: string
  provider: string
  reason: string
}) {
  const { held } = view.text
  const isContinued = readCursor(rest) !== null
  return (
    <form method="post" action="/quarantine/replay">
      {isContinued && <input type="hidden" name="after" value={rest} />}
      <input type="hidden" name="provider" value={provider} />
      <input type="hidden" name="reason" value={reason} />
      <button type="submit" title={held.replayHint}>
        {isContinued ? held.continueReplay : provider || reason ? held.replayFiltered : held.replayAll}
      </button>
    </form>
  )
}

function choicesOf(view: View, state: State, provider: string, reason: string): readonly Choice[] {
  const { held, reasons } = view.text
  return [
    {
      name: 'state',
      label: held.state,
      value: state,
      options: [
        { value: 'open', text: held.open },
        { value: 'resolved', text: held.resolved },
        { value: 'all', text: held.all },
      ],
    },
    {
      name: 'provider',
      label: held.provider,
      value: provider,
      options: [
        { value: '', text: held.anyProvider },
        ...PROVIDERS.map(({ name }) => ({ value: name, text: senderName(name) })),
      ],
    },
    {
      name: 'reason',
      label: held.reason,
      value: reason,
      options: [
        { value: '', text: held.anyReason },
        ...QUARANTINE_REASONS.map((each) => ({ value: each, text: reasons[each] ?? each })),
      ],
    },
  ]
}

const stateNamed = (text: string | undefined): State =>
  text === 'resolved' || text === 'all' ? text : 'open'
