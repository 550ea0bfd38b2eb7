/** The overview: work and money first, then what stands where. The machinery has a page of its own. */

import { readAttention, readStatuses } from '../../db/overview.ts'
import { Frame, sendPage } from '../layout.tsx'
import { Panel } from '../panel.tsx'
import { type PageContext, viewOf } from '../view.ts'
import { Attention } from './attention.tsx'
import { Counts } from './counts.tsx'
import { First } from './first.tsx'
import { dayIn, Strip } from './strip.tsx'

/** Things to look at on this page: more than a screen would be read by nobody. */
const ITEMS = 20

/** GET / */
export async function showOverview(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const [statuses, found, day] = await Promise.all([
    readStatuses(context.env.DB),
    readAttention(context.env.DB, ITEMS + 1),
    dayIn(context, view),
  ])
  const of = (provider: string) => statuses.filter((each) => each.provider === provider)
  const count = found.length > ITEMS ? `${ITEMS}+` : text.count(found.length)
  return sendPage(
    context,
    <Frame view={view} section="overview" title={text.overview}>
      <h1 class="hidden">{text.overview}</h1>
      <Strip view={view} day={day} found={count} />
      {statuses.length === 0 && <First view={view} origin={new URL(context.req.url).origin} />}
      {found.length > 0 && (
        <Panel class="above" id="attention" title={text.home.attention}>
          <Attention view={view} items={found.slice(0, ITEMS)} />
          {found.length > ITEMS && <p class="hint">{text.home.more({ n: ITEMS })}</p>}
        </Panel>
      )}
      <div class="columns">
        <Panel id="orders" title={text.orders}>
          <Counts
            view={view}
            provider="amplia"
            path="/orders"
            groups={['open', 'issued', 'ended']}
            counts={of('amplia')}
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
      <p class="below">
        <a href="/system">{text.home.system}</a>
      </p>
    </Frame>,
  )
}
