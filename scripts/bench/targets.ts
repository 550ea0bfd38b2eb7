/** What the benchmark was to show, beside what it showed. docs/scale.md says why what is missed is missed. */
import { table } from '../prove/document.ts'

/** With 16 connections, because that is the load under which either side has something to lose. */
export const CONTEST_TARGETS = {
  floor: { leastRate: 0.8, mostP50: 1.25 },
  afternoon: { leastRate: 1, mostP50: 0.7 },
} as const

export interface Target {
  readonly what: string
  readonly bound: string
  readonly measured: number
  readonly isMet: boolean
}

export const atLeast = (bound: number, what: string, measured: number): Target => ({
  what,
  bound: `≥ ${bound}`,
  measured,
  isMet: measured >= bound,
})

export const atMost = (bound: number, what: string, measured: number): Target => ({
  what,
  bound: `≤ ${bound}`,
  measured,
  isMet: measured <= bound,
})

export const targetTable = (targets: readonly Target[]): string =>
  table(
    ['median', 'target', 'measured', ''],
    targets.map(({ what, bound, measured, isMet }) => [
      what,
      bound,
      Number.isInteger(measured) ? measured : measured.toFixed(2),
      isMet ? 'met' : 'missed',
    ]),
  )
