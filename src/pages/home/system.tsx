/**
 * The technical state: the outcomes of each day's deliveries, how soon they are in D1, and the comparison with the sender's
 * own lists.
 */

import { dayAfter, dayOf } from '../../days.ts'
import { readDays, readLag } from '../../db/overview.ts'
import { readAsking } from '../../operations/asking.ts'
import { Alerts } from '../alerts/panel.tsx'
import { Frame, sendPage } from '../layout.tsx'
import { Panel } from '../panel.tsx'
import { span } from '../time.tsx'
import { known, verdictName } from '../verdict.tsx'
import { type PageContext, viewOf } from '../view.ts'
import { Chart, ChartTable, daysOf } from './chart.tsx'
import { Sender } from './sender.tsx'

/** Days of the chart. */
const DAYS = 14
/** Lists of the sender that are compared each night. */
const LISTS = 2

/** GET /system */
export async function showSystem(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { home, live, sender, count } = view.text
  const first = dayAfter(dayOf(view.now), 1 - DAYS)
  const [rows, lag, asking] = await Promise.all([
    readDays(context.env.DB, first),
    readLag(context.env.DB),
    readAsking(context.env, LISTS),
  ])
  const days = daysOf(
    rows,
    Array.from({ length: DAYS }, (_, place) => dayAfter(first, place)),
  )
  const refused = Map.groupBy(
    rows.filter(({ verdict }) => !known.has(verdict)),
    ({ verdict }) => verdict,
  )
  const causes = [...refused].map(
    ([cause, each]) => `${verdictName(view, cause)} ${count(each.reduce((sum, row) => sum + row.count, 0))}`,
  )
  return sendPage(
    context,
    <Frame view={view} section="system" title={home.system}>
      <div class="heading">
        <h1>{home.system}</h1>
        <p class="hint">
          {lag
            ? `${span(view, lag.median)} ${home.lag} (${home.worst({ time: span(view, lag.worst) })})`
            : home.noLag}
        </p>
      </div>
      <Panel id="chart" title={home.chart}>
        <Chart view={view} days={days} />
        <p class="hint">
          {home.chartNote} <a href="/live">{live.title}</a>
        </p>
        {causes.length > 0 && (
          <p>
            <a href="/live?only=refused">{live.refused}</a>: {causes.join(' · ')}
          </p>
        )}
        <details>
          <summary>{home.asTable}</summary>
          <ChartTable view={view} days={days} />
        </details>
      </Panel>
      <Panel class="below" id="alerts" title={view.text.alerts.title}>
        <Alerts context={context} view={view} />
      </Panel>
      <Panel class="below" id="sender" title={sender.title}>
        <Sender view={view} asking={asking} />
      </Panel>
    </Frame>,
  )
}
