/** A refusal, with its kind in the log line. */
import { type Problem, problemResponse } from '../problem.ts'
import type { DeliveryLog } from './log.ts'

export function refuse(problem: Problem, log: DeliveryLog): Response {
  log.verdict = problem.kind
  return problemResponse(problem)
}
