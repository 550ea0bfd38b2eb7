/** What each operation of the API does, for its description. Not a part of the Worker, which has no use for it. */
import * as LIMITS from '../src/limits.ts'

export const SUMMARIES: Readonly<Record<string, string>> = {
  listOrders:
    'Lists orders, newest first. With `status`: by the time of that status. `from` and `to` limit when an order was first received.',
  listTransactions:
    'Lists transactions, newest first. Status 3 is paid. Status 11 is released by a user and not paid.',
  getOrder: 'Returns one order with its whole history, or, with `asOf`, as it was known at that time.',
  refoldOrder:
    'Judges the events of one order again by the present life cycle, and lists the events whose effect changed.',
  eraseOrder:
    'Erases the personal data of one order permanently: bodies, names and identifiers, also in quarantine.',
  reprojectOrder: 'Sends one order to D1 again, even if D1 does not have it. For use after a restore.',
  getTransaction:
    'Returns one transaction with its whole history, or, with `asOf`, as it was known at that time.',
  refoldTransaction:
    'Judges the events of one transaction again by the present life cycle, and lists the events whose effect changed.',
  eraseTransaction:
    'Erases the personal data of one transaction permanently: bodies, names and identifiers, also in quarantine.',
  reprojectTransaction:
    'Sends one transaction to D1 again, even if D1 does not have it. For use after a restore.',
  listQuarantine:
    'Lists quarantined bodies, newest first: authentic bodies that could not be understood. Only open ones unless `state` is given.',
  getQuarantined: 'One quarantined body, with what is wrong in it.',
  replayQuarantined:
    'Judges a quarantined body like a delivery. If it gets a verdict now, its row is resolved.',
  replayQuarantine: `Replays open bodies in the order in which they first came, ${LIMITS.replaysPerBatch} per call. Call again with nextCursor until it is null.`,
  dismissQuarantined: 'Resolves a body without an event, with a reason.',
  deleteQuarantined: 'Deletes a body and its row permanently.',
  listOperations:
    'Lists what operators did, newest first: decisions, replays, dismissals, deletions, erasures, reprojections.',
  reproject: `Sends all orders and transactions that D1 knows to it again, ${LIMITS.reprojectionsPerBatch} per call. For use after a restore. With \`ids\`, hexadecimal ids of objects, it sends what these objects keep, whether D1 knows it or not, and answers when D1 has it.`,
  getCompleteness:
    "What the sender's own lists said in the last nights: how many it has, how many of them are missing here, and how many have another status here.",
  askTransaction:
    'Asks Safe2Pay about one transaction. If its status is another one, Safe2Pay is asked to send its webhook again; if that does not come, the next ask takes the answer as an event.',
  listAttention:
    'Lists what needs attention, with the most money at stake first. Without `state`: what is open or in progress. What is resolved or ignored is listed by the latest decision.',
  settleAttention: `Sets the state of up to ${LIMITS.decisionsPerRequest} items, each named as in the list (for \`open\`: ${LIMITS.reopeningsPerRequest}). An item that has changed since is left as it is.`,
  getForward:
    'State of the endpoint that changes are forwarded to: its health, what waits, the last attempts.',
  pauseForward: 'Pauses forwarding.',
  resumeForward: 'Resumes forwarding.',
  testForward: 'Sends a test message. Its answer is the first of `recent`.',
  resendForward: 'Sends the last message of everything with an event since a time again, in steps.',
  resendOrder: 'Sends the last message of one order again.',
  resendTransaction: 'Sends the last message of one transaction again.',
  listChanges:
    'The latest state of every order and transaction that changed after a cursor, in the order in which they changed. Keep `nextCursor`, also of an empty page, and go on from it.',
  testAlerts: 'Sends a test to where alerts go, and tells what the hosts answered.',
  getMetrics: 'The state of everything as numbers, in the text format of Prometheus.',
}
