/** GET /forward: the state of the endpoint, the entities that wait for it, and the last attempts. */
import type { Failure } from '../../forward/answer.ts'
import type { Recent } from '../../forward/health.ts'
import type { Waiting } from '../../forward/list.ts'
import { forwardState } from '../../operations/forwarding.ts'
import type { Child } from '../jsx-runtime.ts'
import { Frame, sendPage } from '../layout.tsx'
import { entityPath } from '../links.ts'
import { Panel } from '../panel.tsx'
import { storedText } from '../stored-text.ts'
import { Table } from '../table.tsx'
import { Time } from '../time.tsx'
import { type PageContext, type View, viewOf } from '../view.ts'
import { standing, waitingIn } from './standing.tsx'

type Row = Pick<Recent, 'name' | 'failure'>

export async function showForward(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const state = await forwardState(context.env)
  const { forward } = view.text
  const { oldest, recent, paused } = state
  const resent = context.req.query('resent') ?? ''
  const who = { head: forward.who, cell: ({ name }: Row) => nameOf(view, name) }
  const why = {
    head: forward.why,
    cell: ({ failure }: Row) => failure && reasonOf(view, failure),
  }
  const again = ({ name }: Waiting) => (
    <form method="post" action="/forward/resend">
      <button class="second" type="submit" name="name" value={name}>
        {forward.resendOne}
      </button>
    </form>
  )
  return sendPage(
    context,
    <Frame view={view} title={forward.title} section="forwarding">
      <div class="heading">
        <h1>{forward.title}</h1>
      </div>
      {/^\d{1,6}$/.test(resent) && (
        <p class="notice good" role="status">
          {forward.resent({ n: Number(resent) })}
        </p>
      )}
      <p class={state.kind === 'ready' && !state.failingSince && !paused ? 'hint' : 'notice held'}>
        {standing(view, state)}
      </p>
      {state.kind !== 'none' && (
        <div class="stack">
          {view.mayAct && (
            <Actions
              text={forward}
              isPaused={paused !== null}
              since={context.req.query('since')}
              rest={context.req.query('rest')}
            />
          )}
          <Panel id="waiting" title={waitingIn(view, state)}>
            {oldest.length > 0 && (
              <Table<Waiting>
                columns={[
                  who,
                  { head: forward.since, cell: ({ since }) => <Time view={view} at={since} /> },
                  { head: forward.attempts, class: 'amount wide', cell: ({ attempts }) => attempts },
                  { head: forward.stands, cell: ({ stands }) => forward.standings[stands] },
                  why,
                  ...(view.mayAct ? [{ head: '', cell: again }] : []),
                ]}
                rows={oldest}
              />
            )}
          </Panel>
          <Panel id="recent" title={forward.recent}>
            {recent.length > 0 && (
              <Table<Recent>
                columns={[
                  { head: forward.at, cell: ({ at }) => <Time view={view} at={at} /> },
                  who,
                  { head: forward.answer, class: 'amount', cell: ({ code }) => code ?? '–' },
                  { head: 's', class: 'amount wide', cell: ({ tookMs }) => tookMs / 1000 },
                  why,
                  { head: '', class: 'wide', cell: ({ excerpt }) => excerpt },
                ]}
                rows={recent}
              />
            )}
          </Panel>
        </div>
      )}
    </Frame>,
  )
}

/** As a number, which needs no translation, if that says it all. */
function reasonOf(view: View, failure: Failure): string {
  const { forward } = view.text
  if (failure.kind === 'same_account' || failure.kind === 'timeout') return forward[failure.kind]
  if (failure.kind === 'unreachable') return storedText(view, failure.error).text
  return failure.kind === 'redirect' ? `${failure.code} → ${failure.host ?? '…'}` : String(failure.code)
}

function nameOf(view: View, name: string | null): Child {
  const [provider = '', id = ''] = name?.split(':') ?? []
  const path = entityPath(provider, id)
  return path ? <a href={path}>{id}</a> : view.text.forward.test
}

interface ActionsProps {
  readonly text: View['text']['forward']
  readonly isPaused: boolean
  /** For a resend that is not finished: its first day, and where it continues. */
  readonly since: string | undefined
  readonly rest: string | undefined
}

function Actions({ text, isPaused, since, rest }: ActionsProps) {
  const button = (action: 'pause' | 'resume' | 'test', label: string) => (
    <button class="second" type="submit" formaction={`/forward/${action}`} formnovalidate>
      {label}
    </button>
  )
  return (
    <div class="actions">
      <form method="post" action="/forward/resend">
        {isPaused ? button('resume', text.resume) : button('pause', text.pause)}
        {button('test', text.sendTest)}
        {rest && <input type="hidden" name="after" value={rest} />}
        <input
          type={rest ? 'hidden' : 'date'}
          name="since"
          value={rest && since}
          aria-label={text.since}
          required
        />
        <button class="second" type="submit">
          {rest ? text.resendNext : text.resendSince}
        </button>
      </form>
    </div>
  )
}
