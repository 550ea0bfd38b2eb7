/** What a version without shapes stored of an event gets to D1 as people may see it. */
import { expect, it } from 'vitest'
import { shown } from '../../src/entity/shown.ts'

const ENTRY: Parameters<typeof shown>[0] & { readonly seq: number } = {
  seq: 1,
  reason: 'Sent back from InConfirmation to InValidation: the event itself says so.',
  notice: null,
  status: 'InValidation',
  previousStatus: null,
}

it('leaves an entry as it is whose statuses are names', () => {
  expect(shown(ENTRY)).toEqual(ENTRY)
  const notice = 'The amount changed after payment, from 150 to 200 cents.'
  expect(shown({ ...ENTRY, previousStatus: 'Issued', notice })).toEqual({
    ...ENTRY,
    previousStatus: 'Issued',
    notice,
  })
})

it('masks a person in a status, in the one before it, and in the sentences that name them', () => {
  const status = 'CPF 297.422.370-26'
  const sentence = `The life cycle does not know the status ${status}.`
  const masked = shown({ ...ENTRY, status, previousStatus: status, reason: sentence, notice: sentence })
  expect(masked).toMatchObject({
    status: 'CPF ***********-**',
    previousStatus: 'CPF ***********-**',
    reason: 'The life cycle does not know the status CPF ***.422.370-**.',
    notice: 'The life cycle does not know the status CPF ***.422.370-**.',
  })
})
