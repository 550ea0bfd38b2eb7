/** GET /live: deliveries as they arrive, including refused ones; and a test of the webhook URL. */
import { type LiveEvent, readLiveEvents } from '../db/outcomes.ts'
import * as LIMITS from '../limits.ts'
import { sendTest } from '../operations/rehearsal.ts'
import { PROVIDERS } from '../providers/index.ts'
import { pulseIn } from '../pulse/at.ts'
import type { Knock } from '../pulse/knock.ts'
import { nameOf } from './attention/name.ts'
import { did } from './did.ts'
import { formText } from './form.ts'
import { Frame, sendPage } from './layout.tsx'
import { address, entityPath } from './links.ts'
import { senderName } from './sender.ts'
import { Status } from './status.tsx'
import { Table } from './table.tsx'
import { Time } from './time.tsx'
import { Verdict, verdictName } from './verdict.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

const PATH = '/live'

type Row = Knock | LiveEvent

const isKnock = (row: Row): row is Knock => 'httpStatus' in row

const isRefused = (row: Row): boolean => isKnock(row) && row.httpStatus >= 400

export async function showLive(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { live } = view.text
  const { only, tested, http = '', since } = context.req.query()
  const startedMs = since === undefined ? view.now : Number(since)
  const age = view.now - startedMs
  const isLive = age >= 0 && age < LIMITS.liveMs
  const query = { only: only === 'refused' ? only : undefined }
  if (isLive) {
    const next = address(PATH, { ...query, since: String(startedMs) })
    context.header('Refresh', `${LIMITS.liveSeconds};url=${next}`)
  }
  const [events, knocks] = await Promise.all([
    readLiveEvents(context.env.DB),
    pulseIn(context.env.PULSE).lately(),
  ])
  const rows = [...events, ...knocks]
    .filter((row) => !query.only || isRefused(row))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, LIMITS.liveRows)
  return sendPage(
    context,
    <Frame view={view} section="system" title={live.title}>
      <div class="heading">
        <h1>{live.title}</h1>
        <p class="hint">
          {isLive ? live.running : live.stopped}{' '}
          <a href={address(PATH, { ...query, since: isLive ? '0' : undefined })}>
            {isLive ? live.stop : live.start}
          </a>
        </p>
      </div>
      {PROVIDERS.some(({ name }) => name === tested) && /^\d{3}$/.test(http) && (
        <p class={`notice ${http === '200' ? 'good' : 'bad'}`} role="status">
          {http === '200' ? live.worked : live.failed({ http })}
        </p>
      )}
      {view.mayAct && (
        <div class="panel actions above">
          <form method="post" action={PATH}>
            {PROVIDERS.map(({ name }) => (
              <button class="second" type="submit" name="provider" value={name}>
                {live.test({ sender: senderName(name) })}
              </button>
            ))}
            <span class="hint">{live.testHint}</span>
          </form>
        </div>
      )}
      <nav class="tabs" aria-label={live.title}>
        <a href={PATH} aria-current={query.only ? undefined : 'page'}>
          {live.all}
        </a>
        <a href={address(PATH, { only: 'refused' })} aria-current={query.only ? 'page' : undefined}>
          {live.refused}
        </a>
      </nav>
      {rows.length > 0 ? <Rows view={view} rows={rows} /> : <p class="nothing">{live.nothing}</p>}
    </Frame>,
  )
}

function Rows({ view, rows }: { readonly view: View; readonly rows: readonly Row[] }) {
  const { live, held, did } = view.text
  return (
    <div class="panel">
      <Table<Row>
        columns={[
          { head: did.at, cell: ({ at }) => <Time view={view} at={at} seconds /> },
          { head: held.provider, class: 'wide', cell: ({ provider }) => senderName(provider) },
          { head: live.outcome, cell: (row) => <Outcome view={view} row={row} /> },
          { head: live.what, cell: (row) => <What view={view} row={row} /> },
          {
            head: live.key,
            class: 'wide',
            cell: (row) =>
              isKnock(row) &&
              [row.key && live.keyNumber({ n: row.key }), row.country].filter(Boolean).join(', '),
          },
        ]}
        rows={rows}
      />
    </div>
  )
}

function Outcome({ view, row }: { readonly view: View; readonly row: Row }) {
  const http = isKnock(row) ? `HTTP ${row.httpStatus}` : 'HTTP 200'
  return (
    <>
      {isRefused(row) ? (
        <span class="verdict bad">{verdictName(view, row.outcome)}</span>
      ) : (
        <Verdict view={view} verdict={row.outcome} />
      )}{' '}
      {isKnock(row) && row.isTest && row.outcome !== 'test' && verdictName(view, 'test')}{' '}
      <span class="hint">{http}</span>
    </>
  )
}

function What({ view, row }: { readonly view: View; readonly row: Row }) {
  const { provider, entity } = row
  const path = entity === undefined ? null : entityPath(provider, entity)
  if (entity === undefined || path === null) return null
  const orderNumber = isKnock(row) ? null : row.orderNumber
  return (
    <>
      <a href={path}>{nameOf(view, { provider, entityId: entity, orderNumber })}</a>{' '}
      {!isKnock(row) && <Status view={view} provider={provider} status={row.status} />}
    </>
  )
}

/** POST /live, answered with 303 to the page that shows the result. */
export async function testReceiver(context: PageContext): Promise<Response> {
  const named = formText(await context.req.parseBody(), 'provider')
  const provider = PROVIDERS.find(({ name }) => name === named)
  if (!provider) return context.redirect(PATH, 303)
  const http = await sendTest(context.env, provider)
  await did(context, { action: 'test_event', provider: provider.name })
  return context.redirect(address(PATH, { tested: provider.name, http: String(http) }), 303)
}
