/** Where orders wait, and how many of each week reach each stage, for the newest thousand orders. */

import { HOUR_MS } from '../../days.ts'
import { readFunnel, readStages, type Stage, type Week } from '../../db/stages.ts'
import { amplia } from '../../providers/amplia/index.ts'
import { Frame, sendPage } from '../layout.tsx'
import { Panel } from '../panel.tsx'
import { Status } from '../status.tsx'
import { type Column, Table } from '../table.tsx'
import { dayName, span } from '../time.tsx'
import { type PageContext, viewOf } from '../view.ts'

const FAR = ['created', 'validated', 'approved', 'issued'] as const

/** GET /stages */
export async function showStages(context: PageContext): Promise<Response> {
  const view = viewOf(context)
  const { stages: text, column, count, list } = view.text
  const { DB } = context.env
  const [stages, weeks] = await Promise.all([readStages(DB), readFunnel(DB)])
  const order = Object.keys(amplia.lifeCycle.statuses)
  const place = ({ status }: Stage): number => (order.indexOf(status) + 1 || order.length) - 1
  const most = Math.max(...stages.map(({ p95 }) => p95), 0.01)
  const time = (of: 'p50' | 'p95'): Column<Stage> => ({
    head: text[of],
    cell: (stage) => (
      <span class="pair-bar">
        <Meter part={stage[of] / most} /> {span(view, stage[of] * HOUR_MS)}
      </span>
    ),
  })
  return sendPage(
    context,
    <Frame view={view} section="system" title={text.title}>
      <div class="heading">
        <h1>{text.title}</h1>
        <p class="hint">{text.note}</p>
      </div>
      {weeks.length === 0 ? (
        <p class="nothing">{list.nothingYet}</p>
      ) : (
        <div class="stack">
          <Panel id="stages" title={text.times}>
            <Table<Stage>
              columns={[
                {
                  head: column.status,
                  cell: ({ status }) => <Status view={view} provider="amplia" status={status} />,
                },
                time('p50'),
                time('p95'),
                { head: text.count, class: 'amount wide', cell: ({ times }) => count(times) },
              ]}
              rows={stages.sort((a, b) => place(a) - place(b))}
              labelledby="stages"
            />
          </Panel>
          <Panel id="funnel" title={text.funnel}>
            <Table<Week>
              columns={[
                { head: text.week, cell: ({ week }) => <time>{dayName(view, week)}</time> },
                ...FAR.map((far) => ({
                  head: text.far[far],
                  cell: (each: Week) => (
                    <span class="pair-bar">
                      <Meter part={each[far] / each.created} /> {count(each[far])}
                      <span class="hint wide">
                        {far === 'created' ? '' : ` ${Math.round((100 * each[far]) / each.created)} %`}
                      </span>
                    </span>
                  ),
                })),
              ]}
              rows={weeks}
              labelledby="funnel"
            />
          </Panel>
        </div>
      )}
    </Frame>,
  )
}

const Meter = ({ part }: { readonly part: number }) => (
  <svg class="meter open" width="40%" height="6" aria-hidden="true" focusable="false">
    <rect width={`${Math.round(part * 100)}%`} height="6" rx="1" />
  </svg>
)
