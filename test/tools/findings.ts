/** The findings that D1 keeps, compared with the view that defines them. */
import { expect } from 'vitest'
import { rows } from './read-model.ts'

/** The rows agree with the view, and the counts agree with the rows. */
export async function expectAgreement(): Promise<void> {
  const view = await rows('SELECT * FROM attention_found ORDER BY provider, entity_id, kind')
  expect(await rows('SELECT * FROM findings ORDER BY provider, entity_id, kind')).toEqual(view)
  expect(await rows('SELECT * FROM finding_counts WHERE items <> 0 ORDER BY state, rank')).toEqual(
    await rows(
      'SELECT state, rank, count(*) AS items, sum(amount_cents) AS amount_cents FROM findings GROUP BY 1, 2 ORDER BY 1, 2',
    ),
  )
}
