/** What the benchmark was to show, beside what it showed. docs/scale.md says why what is missed is missed. */
import { table } from '../prove/document.ts'
import type { spread } from './client.ts'
import type { Kind } from './contest.ts'

type Spread = ReturnType<typeof spread>

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

/** With 16 connections, because that is the load under which either side has something to lose. */
export function contestTargets(
  kind: Kind,
  other: string,
  { rate, p50, cpu }: { readonly rate: Spread; readonly p50: Spread; readonly cpu: Spread },
): readonly Target[] {
  const isKnown = kind === 'known entity'
  const perSecond = (bound: number) => atLeast(bound, `${kind}, per second, to the ${other}`, rate.median)
  if (other === 'floor') return [perSecond(isKnown ? 0.4 : 0.75)]
  if (other === 'before')
    return [atMost(isKnown ? 0.45 : 0.6, `${kind}, CPU of an event, to the version before`, cpu.median)]
  return isKnown ? [perSecond(0.9), atMost(0.8, `${kind}, p50, to the ${other}`, p50.median)] : []
}
