/** The shortest history that still breaks the same invariant: what is left out is tried again without. */
import type { History, Step } from './history.ts'

/** Fewer tries than that leave a history longer than it need be, and never a wrong one. */
const TRIES = 3_000

/** @param breaks plays a history and says whether it still shows the fault */
export async function shrink(
  history: History,
  breaks: (shorter: History) => Promise<boolean>,
): Promise<History> {
  let best = history
  let tries = 0
  const accept = async (shorter: History): Promise<boolean> => {
    tries += 1
    if (tries > TRIES || !(await breaks(shorter))) return false
    best = shorter
    return true
  }
  for (let progress = true; progress && tries < TRIES; ) {
    progress = false
    for (let size = Math.max(1, best.steps.length >> 1); size >= 1; size >>= 1) {
      for (let from = 0; from < best.steps.length; ) {
        const steps = best.steps.toSpliced(from, size)
        if (await accept({ ...best, steps })) progress = true
        else from += size
      }
    }
    for (const [place, step] of best.steps.entries()) {
      for (const simpler of simplerSteps(step)) {
        if (await accept({ ...best, steps: best.steps.with(place, simpler) })) {
          progress = true
          break
        }
      }
    }
    for (let place = 1; place < best.steps.length; place += 1) {
      const [one, other] = [best.steps[place - 1], best.steps[place]]
      if (!one || !other || rank(one) <= rank(other)) continue
      // In the order in which it happened, if the order does not matter.
      if (await accept({ ...best, steps: best.steps.with(place - 1, other).with(place, one) }))
        progress = true
    }
    if (!best.punctual && (await accept({ ...best, punctual: true }))) progress = true
  }
  return best
}

function simplerSteps(step: Step): readonly Step[] {
  const simpler: Step[] = step.afterMs > 0 ? [{ ...step, afterMs: 0 }] : []
  if (step.kind === 'send') {
    if (step.sends.length > 1) {
      for (const place of step.sends.keys()) simpler.push({ ...step, sends: step.sends.toSpliced(place, 1) })
    }
    for (const [place, send] of step.sends.entries()) {
      if (send.failures.length > 0) {
        const failures = send.failures.slice(1)
        simpler.push({ ...step, sends: step.sends.with(place, { ...send, failures }) })
      }
      if (send.spelling > 0) {
        simpler.push({ ...step, sends: step.sends.with(place, { ...send, spelling: 0 }) })
      }
    }
  }
  if (step.kind === 'alarm') {
    if (step.meanwhile.length > 0) simpler.push({ ...step, meanwhile: [] })
    if (step.dies) simpler.push({ ...step, dies: null })
    if (step.repair) simpler.push({ ...step, repair: null })
  }
  return simpler
}

const rank = (step: Step): number => (step.kind === 'send' ? (step.sends[0]?.event ?? 0) : -1)
