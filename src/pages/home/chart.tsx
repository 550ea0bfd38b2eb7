/** Deliveries by verdict, day by day, as stacked bars; a table has the same numbers for people who cannot see them. */
import type { DayCount } from '../../db/overview.ts'
import { type Column, Table } from '../table.tsx'
import { dayName } from '../time.tsx'
import { known, VERDICTS, verdictName } from '../verdict.tsx'
import type { View } from '../view.ts'
import { ceiling } from './ceiling.ts'

/** The height in units of the drawing; the width follows the page, so horizontal positions are in percent. */
const HEIGHT = 132
/** The part of a day's width that its bar takes. */
const BAR = 0.62
/** The least height of a bar, so that it can be seen. */
const LEAST = 1.5

export interface Day {
  /** `2026-11-21` */
  readonly day: string
  readonly counts: ReadonlyMap<string, number>
  readonly total: number
}

/** The given days, each with its counts over both providers; a day without deliveries has no counts. */
export function daysOf(rows: readonly DayCount[], days: readonly string[]): readonly Day[] {
  return days.map((day) => {
    const counts = new Map<string, number>()
    for (const row of rows) {
      // All causes of a refusal count together.
      const verdict = known.has(row.verdict) ? row.verdict : 'refused'
      if (row.day === day) counts.set(verdict, (counts.get(verdict) ?? 0) + row.count)
    }
    return { day, counts, total: [...counts.values()].reduce((sum, count) => sum + count, 0) }
  })
}

export function Chart({ view, days }: { readonly view: View; readonly days: readonly Day[] }) {
  const { text } = view
  const top = ceiling(Math.max(0, ...days.map(({ total }) => total)))
  const all = days.reduce((sum, { total }) => sum + total, 0)
  return (
    <>
      <div class="chart">
        <div class="axis" aria-hidden="true">
          <span>{text.count(top)}</span>
          <span>{text.count(top / 2)}</span>
          <span>0</span>
        </div>
        <svg role="img" aria-label={text.home.chartAlt({ n: all })} width="100%" height={HEIGHT}>
          {[0, 0.5, 1].map((part) => (
            <line class="grid" x1="0" x2="100%" y1={part * HEIGHT} y2={part * HEIGHT} />
          ))}
          {days.map((day, place) => (
            <Bar view={view} day={day} place={place} days={days.length} top={top} />
          ))}
        </svg>
        <div class="days" aria-hidden="true">
          {days.map(({ day }) => (
            <span>
              {dayName(view, day)}
              <small>{text.zone.weekdays[new Date(day).getUTCDay()]}</small>
            </span>
          ))}
        </div>
      </div>
      <ul class="legend">
        {presentIn(days).map((verdict) => (
          <li>
            <svg class="swatch" width="10" height="10" aria-hidden="true" focusable="false">
              <rect class={`bar ${verdict}`} width="10" height="10" rx="2" />
            </svg>
            {verdictName(view, verdict)}
          </li>
        ))}
      </ul>
    </>
  )
}

interface BarProps {
  readonly view: View
  readonly day: Day
  readonly place: number
  readonly days: number
  readonly top: number
}

function Bar({ view, day, place, days, top }: BarProps) {
  let y = HEIGHT
  const parts = VERDICTS.flatMap((verdict) => {
    const count = day.counts.get(verdict)
    if (!count) return []
    const height = Math.max(LEAST, (count / top) * HEIGHT)
    y -= height
    return [{ verdict, count, height, y }]
  })
  const title = [
    day.day,
    ...parts.map(({ verdict, count }) => `${verdictName(view, verdict)}: ${count}`),
  ].join('\n')
  return (
    <g>
      <title>{title}</title>
      {parts.map((part) => (
        <rect
          class={`bar ${part.verdict}`}
          x={`${((place + (1 - BAR) / 2) * 100) / days}%`}
          width={`${(BAR * 100) / days}%`}
          y={part.y}
          height={part.height}
        />
      ))}
    </g>
  )
}

export function ChartTable({ view, days }: { readonly view: View; readonly days: readonly Day[] }) {
  const { home, count } = view.text
  const columns: readonly Column<Day>[] = [
    { head: home.day, cell: ({ day }) => day },
    ...presentIn(days).map((verdict) => ({
      head: verdictName(view, verdict),
      cell: ({ counts }: Day) => count(counts.get(verdict) ?? 0),
    })),
    { head: home.total, cell: ({ total }) => count(total) },
  ]
  return (
    <section class="scroll" tabindex={0} aria-label={home.chart}>
      <Table class="numbers" columns={columns} rows={days} />
    </section>
  )
}

const presentIn = (days: readonly Day[]) =>
  VERDICTS.filter((verdict) => days.some(({ counts }) => counts.has(verdict)))
