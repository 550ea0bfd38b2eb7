/** What the sender says when it is asked counts, whatever the table says, and a person sees that no webhook said so. */
import { describe, expect, it } from 'vitest'
import { readFingerprint } from '../../src/lifecycle/history.ts'
import { nameGiven } from '../../src/lifecycle/notice.ts'
import { lastAnswer, payment, type Sent, transactionEvent } from '../tools/lives.ts'

const answered = (status: number, revision = 1): Sent => ({
  ...transactionEvent(status),
  fingerprint: readFingerprint(revision, String(status)),
})

describe('an answer of the sender', () => {
  it.each([
    ['forward', 1, 3],
    ['back', 3, 1],
    ['to a status that nothing leads to', 13, 19],
    ['late', 7, 3],
  ])('moves a payment %s', (_, from, to) => {
    const life = payment(from, answered(to))
    const move = { kind: 'read', from: String(from), to: String(to) }
    expect(lastAnswer(life)).toMatchObject({ verdict: 'applied', why: move, notices: [move] })
    expect(life).toMatchObject({ head: { status: String(to) }, refused: 0 })
  })

  it('that is what is known already confirms it, and nobody has to look', () => {
    const life = payment(3, 1, answered(3))
    expect(lastAnswer(life)).toMatchObject({
      verdict: 'amended',
      why: { kind: 'confirmed', status: '3' },
      notices: [],
    })
  })

  it('is the first that is known, where no webhook came', () => {
    const life = payment(answered(3))
    expect(lastAnswer(life)).toMatchObject({
      verdict: 'applied',
      why: { kind: 'read', from: null, to: '3' },
      notices: [],
    })
  })

  it('is known again by the revision that it was asked about', () => {
    expect(payment(1, answered(3), answered(3)).answers.at(-1)?.verdict).toBe('duplicate')
    expect(payment(1, answered(3), answered(3, 2)).answers.at(-1)?.verdict).toBe('amended')
  })
})

describe('the name that the sender gives a status', () => {
  it('is that of the status which the table lacks', () => {
    const other = { kind: 'late_move', from: '7', to: '3' } as const
    expect(nameGiven([other, { kind: 'unknown_status', status: '99', name: 'Novo' }])).toBe('Novo')
    expect(nameGiven([{ kind: 'unknown_status', status: '99' }])).toBeUndefined()
    expect(nameGiven([other])).toBeUndefined()
    expect(nameGiven([])).toBeUndefined()
  })
})
