/** The overview: how it is going, what stands where, and what a person should look at. */

import { type Overview, readAttention, readOverview } from '../../db/overview.ts'
import { readAsking } from '../../operations/asking.ts'
import { Frame, sendPage } from '../layout.tsx'
import { Panel } from '../panel.tsx'
import { span } from '../time.tsx'
import { type PageContext, type View, viewOf } from '../view.ts'
import { Attention } from './attention.tsx'
import { Chart, ChartTable, daysOf } from './chart.tsx'
import { Counts } from './counts.tsx'
import { Sender } from './sender.tsx'

/** Days of the chart. */
const DAYS = 14
/** Things to look at on this page: more than a screen would be read by nobody. */
const ITEMS = 20
/** Lists of the sender that a night looks at. */
const LISTS = 2
const DAY_MS = 86_400_000

/** GET / */
export async function showOverview(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const today = Date.now()
  const days = Array.from({ length: DAYS }, (_, back) =>
    new Date(today - (DAYS - 1 - back) * DAY_MS).toISOString().slice(0, 10),
  )
  const [overview, found, asking] = await Promise.all([
    readOverview(context.env.DB, days[0] ?? ''),
    readAttention(context.env.DB, ITEMS + 1),
    readAsking(context.env, LISTS),
  ])
  const counted = daysOf(overview.days, days)
  const of = (provider: string) => overview.statuses.filter((each) => each.provider === provider)
  return sendPage(
    context,
    <Frame view={view} section="overview" title={text.overview}>
      <div class="heading">
        <h1>{text.overview}</h1>
        <Pulse view={view} overview={overview} found={found.length} />
      </div>
      <div class="columns">
        <div class="stack">
          <Panel id="orders" title={text.orders}>
            <Counts
              view={view}
              provider="amplia"
              path="/orders"
              groups={['open', 'issued', 'ended']}
              counts={of('amplia')}
            />
          </Panel>
          <Panel id="chart" title={text.home.chart}>
            <Chart view={view} days={counted} />
            <p class="hint">{text.home.chartNote}</p>
            <details>
              <summary>{text.home.asTable}</summary>
              <ChartTable view={view} days={counted} />
            </details>
          </Panel>
        </div>
        <Panel id="transactions" title={text.transactions}>
          <Counts
            view={view}
            provider="safe2pay"
            path="/transactions"
            groups={['in', 'held', 'none', 'out']}
            counts={of('safe2pay')}
          />
        </Panel>
      </div>
      <Panel class="below" id="attention" title={text.home.attention}>
        <Attention view={view} items={found.slice(0, ITEMS)} />
        {found.length > ITEMS && <p class="hint">{text.home.more(ITEMS)}</p>}
      </Panel>
      <Panel class="below" id="sender" title={text.sender.title}>
        <Sender view={view} asking={asking} />
      </Panel>
    </Frame>,
  )
}

interface PulseProps {
  readonly view: View
  readonly overview: Overview
  /** Things to look at; one more than `ITEMS` stands for more. */
  readonly found: number
}

/** The few numbers that say whether all is well. */
function Pulse({ view, overview: { openQuarantine, lagMs }, found }: PulseProps) {
  const { home, count } = view.text
  return (
    <ul class="pulse">
      <li>
        <a href="#attention">
          <b>{found > ITEMS ? `${ITEMS}+` : count(found)}</b> {home.needAttention}
        </a>
      </li>
      <li>
        <a href="/quarantine">
          <b>{count(openQuarantine)}</b> {home.inQuarantine}
        </a>
      </li>
      <li>
        {lagMs ? (
          <>
            <b>{span(view, lagMs.median)}</b> {home.lag}{' '}
            <span class="hint">{home.worst(span(view, lagMs.worst))}</span>
          </>
        ) : (
          home.noLag
        )}
      </li>
    </ul>
  )
}
