/** What an operator can do that changes something: for the log and the list of operations. */
export const ACTIONS = [
  'ask',
  'delete',
  'dismiss',
  'erase',
  'refold',
  'reopen',
  'replay',
  'reproject',
  'settle',
] as const
