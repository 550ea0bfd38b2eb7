/** What each status means for money or progress, and how it looks. A status that is missing here looks `odd`. */

/** What a status means for money or progress; statuses are counted by it. */
export type Group = 'in' | 'held' | 'none' | 'out' | 'open' | 'issued' | 'ended' | 'other'

/** How a status looks: each tone has its own colour and sign. */
export type Tone = 'open' | 'good' | 'held' | 'ended' | 'out' | 'odd'

export interface StatusKind {
  readonly group: Group
  readonly tone: Tone
}

const says = (group: Group, tone: Tone): StatusKind => ({ group, tone })

export const STATUS_KINDS: Readonly<Record<string, Readonly<Record<string, StatusKind>>>> = {
  amplia: {
    WaitingValidation: says('open', 'open'),
    InValidation: says('open', 'open'),
    WaitingConfirmation: says('open', 'open'),
    InConfirmation: says('open', 'open'),
    WaitingIssue: says('open', 'open'),
    Issued: says('issued', 'good'),
    Revoked: says('ended', 'out'),
    Declined: says('ended', 'ended'),
    Canceled: says('ended', 'ended'),
  },
  safe2pay: {
    1: says('none', 'open'),
    2: says('held', 'held'),
    3: says('in', 'good'),
    4: says('in', 'good'),
    5: says('held', 'held'),
    6: says('out', 'out'),
    7: says('none', 'ended'),
    8: says('none', 'ended'),
    11: says('none', 'open'),
    12: says('none', 'ended'),
    13: says('out', 'out'),
    14: says('none', 'open'),
    15: says('in', 'good'),
    18: says('none', 'ended'),
    19: says('held', 'held'),
  },
}
