/** Every kind of what needs attention is explained where people look it up, and has a name on the pages. */
import { describe, expect, it } from 'vitest'
import { KINDS } from '../../src/db/attention-kinds.ts'
import { NOTICE_KINDS } from '../../src/lifecycle/notice.ts'
import { en } from '../../src/pages/text/en.ts'
import { pt } from '../../src/pages/text/pt.ts'
import { read } from '../tools/documents.ts'

/** Those that the view makes itself: migrations/0010_handled.sql, 0012_stuck.sql and 0014_undelivered.sql. */
const OF_VIEW = [
  'conflict',
  'regression',
  'gap',
  'stuck',
  'forward_exhausted',
  'forward_refused',
  'issued_money_back',
  'paid_order_closed',
  'quarantine',
]
const ALL = [...NOTICE_KINDS, ...OF_VIEW].sort()

describe('the kinds of what needs attention', () => {
  it('stand in docs/queries.md, each with what it is', () => {
    const [table = ''] = /\| kind \| what it is \|[\s\S]*?\n\n/.exec(read('docs/queries.md')) ?? []
    expect([...table.matchAll(/^\| `(\w+)` \| \S/gm)].map(([, kind = '']) => kind).sort()).toEqual(ALL)
  })

  it('stand in docs/storage.md in the order of their gravity, as far as an event has them', () => {
    const [, list = ''] =
      /^\| `notice_kind` \|[^|]*in this order: ([^.]*)\./m.exec(read('docs/storage.md')) ?? []
    expect([...list.matchAll(/`(\w+)`/g)].map(([, kind]) => kind)).toEqual(NOTICE_KINDS)
  })

  it.each([
    ['English', en.attention],
    ['Portuguese', pt.attention],
  ])('have a name in %s', (_, names) => {
    expect(Object.keys(names).sort()).toEqual(ALL)
  })

  it('have a sentence in Portuguese, because that of D1 is English', () => {
    const unsaid = ['notice', 'quarantine']
    expect(Object.keys(pt.findings.sentences).sort()).toEqual(ALL.filter((kind) => !unsaid.includes(kind)))
  })

  it('have a rank, but for the quarantine, which has a place among them', () => {
    expect([...KINDS].sort()).toEqual(ALL.filter((kind) => kind !== 'quarantine'))
  })
})
