/** What each operation of the API does, for its description. Not a part of the Worker, which has no use for it. */
import * as LIMITS from '../src/limits.ts'

export const SUMMARIES: Readonly<Record<string, string>> = {
  listOrders:
    'Lists orders, newest first. With `status`: by the time of that status. `from` and `to` limit when an order was first received.',
  listTransactions:
    'Lists transactions, newest first. Status 3 is paid. Status 11 is released by a user and not paid.',
  getOrder: 'Returns one order with its whole history, or, with `asOf`, as it was known at that time.',
  refoldOrder:
    'Judges the events of one order again by the current life cycle, and lists the events whose effect changed.',
  eraseOrder:
    'Erases the personal data of one order permanently: bodies, names and identifiers, also in quarantine.',
  reprojectOrder: 'Sends one order to D1 again, even if D1 does not have it. For use after a restore.',
  getTransaction:
    'Returns one transaction with its whole history, or, with `asOf`, as it was known at that time.',
  refoldTransaction:
    'Judges the events of one transaction again by the current life cycle, and lists the events whose effect changed.',
  eraseTransaction:
    'Erases the personal data of one transaction permanently: bodies, names and identifiers, also in quarantine.',
  reprojectTransaction:
    'Sends one transaction to D1 again, even if D1 does not have it. For use after a restore.',
  listQuarantine:
    'Lists quarantined bodies, newest first: authentic bodies that could not be understood. Only open ones unless `state` is given.',
  getQuarantined: 'Returns one quarantined body and what is wrong in it.',
  replayQuarantined:
    'Judges a quarantined body like a delivery. If it gets a verdict now, its row is resolved.',
  replayQuarantine: `Replays open bodies in the order in which they first arrived, ${LIMITS.replaysPerBatch} per call. Call again with nextCursor until it is null.`,
  dismissQuarantined: 'Resolves a body without an event, with a reason.',
  deleteQuarantined: 'Deletes a body and its row permanently.',
  listOperations:
    'Lists what operators did, newest first: decisions, replays, dismissals, deletions, erasures, reprojections.',
  reproject: `Sends all orders and transactions that D1 knows to it again, ${LIMITS.reprojectionsPerBatch} per call. For use after a restore. With \`ids\`, hexadecimal ids of objects, it sends what these objects keep, whether D1 knows it or not, and answers when D1 has it.`,
  getCompleteness:
    "Returns the nightly comparison with the sender's own lists: how many it has, how many of them are missing here, and how many have another status here.",
  askTransaction:
    'Asks Safe2Pay about one transaction. If its status differs, Safe2Pay is asked to send the webhook again. If the webhook does not come, the next ask takes the answer as an event.',
  listAttention:
    'Lists what needs attention, with the most money at stake first. Without `state`: open or in progress. Resolved and ignored items are listed by the latest decision.',
  settleAttention: `Sets the state of up to ${LIMITS.decisionsPerRequest} items, each named as in the list (for \`open\`: ${LIMITS.reopeningsPerRequest}). An item that has changed since is left as it is.`,
  getForward:
    'Returns the state of the endpoint that changes are forwarded to: its health, what waits, the last attempts.',
  pauseForward: 'Pauses forwarding.',
  resumeForward: 'Resumes forwarding.',
  testForward: 'Sends a test message. The answer of the endpoint is the first of `recent`.',
  resendForward:
    'Sends again, in steps, the last message of every order and transaction that changed since a time.',
  resendOrder: 'Sends the last message of one order again.',
  resendTransaction: 'Sends the last message of one transaction again.',
  listChanges:
    'Returns the latest state of every order and transaction that changed after a cursor, in the order in which they changed. Keep `nextCursor`, even of an empty page, and continue from it.',
  testAlerts: 'Sends a test alert to every configured host, and returns their answers.',
  getMetrics: 'Returns the state of everything as numbers, in the text format of Prometheus.',
}
