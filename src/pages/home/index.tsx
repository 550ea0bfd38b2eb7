/** The overview: work and money first, then how many entities have each status. The technical state has its own page. */

import { isSettled, NEEDED_RANK, ranksOf } from '../../db/attention-kinds.ts'
import { countFindings } from '../../db/finding-counts.ts'
import { listFindings } from '../../db/finding-list.ts'
import { readStatuses } from '../../db/overview.ts'
import { readToday } from '../../db/today.ts'
import * as LIMITS from '../../limits.ts'
import { Rows } from '../attention/rows.tsx'
import { ForwardTrouble, forwardTrouble } from '../forward/standing.tsx'
import { Frame, sendPage } from '../layout.tsx'
import { Panel } from '../panel.tsx'
import { type PageContext, viewOf } from '../view.ts'
import { Counts } from './counts.tsx'
import { First } from './first.tsx'
import { Strip } from './strip.tsx'

/** GET / */
export async function showOverview(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const [statuses, { items }, counts, today, trouble] = await Promise.all([
    readStatuses(context.env.DB),
    listFindings(context.env.DB, { ranks: [NEEDED_RANK, 99], limit: LIMITS.homeItems }),
    countFindings(context.env.DB),
    readToday(context.env.DB),
    forwardTrouble(context.env),
  ])
  const of = (provider: string) => statuses.filter((each) => each.provider === provider)
  const countOf = (isMeant: (rank: number) => boolean): number =>
    counts.findings
      .filter(({ rank, state }) => isMeant(rank) && !isSettled(state))
      .reduce((sum, each) => sum + each.items, 0)
  const found = countOf((rank) => rank >= NEEDED_RANK)
  return sendPage(
    context,
    <Frame view={view} section="overview" title={text.overview} waiting={found}>
      <h1 class="hidden">{text.overview}</h1>
      <Strip
        view={view}
        today={today}
        stuck={countOf((rank) => ranksOf('stuck').includes(rank))}
        found={found}
      />
      {trouble && <ForwardTrouble view={view} state={trouble} />}
      {statuses.length === 0 && <First view={view} origin={new URL(context.req.url).origin} />}
      {items.length > 0 && (
        <Panel class="above group-of" id="attention" title={text.toLookAt}>
          <Rows view={view} items={items} isNamed labelledby="attention" />
          <p>
            <a href="/attention">{text.home.more({ n: found })}</a>
          </p>
        </Panel>
      )}
      {statuses.length > 0 && (
        <div class="columns">
          <Panel id="orders" title={text.orders}>
            <Counts
              view={view}
              provider="amplia"
              path="/orders"
              groups={['open', 'issued', 'ended']}
              counts={of('amplia')}
              ageing={today.ageing}
            />
          </Panel>
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
      )}
      <p class="below">
        <a href="/stages">{text.stages.title}</a> · <a href="/system">{text.home.system}</a>
      </p>
    </Frame>,
  )
}
