/** The operator's actions that change something, for the log and the list of operations. */
export const ACTIONS = [
  'ask',
  'delete',
  'dismiss',
  'erase',
  'pause_forward',
  'refold',
  'reopen',
  'replay',
  'reproject',
  'resend',
  'resume_forward',
  'settle',
  'test',
  'test_event',
  'test_forward',
] as const
