/** One entity on both sides: its rows in D1, and the rows that follow from the object's disk. */
import { expect } from 'vitest'
import { columnOf, shownRow } from '../../scripts/prove/shown.ts'
import { SAID_BY } from '../../src/lifecycle/facts.ts'
import { detailsOf } from '../../src/providers/safe2pay/details.ts'
import { transactionLifeCycle } from '../../src/providers/safe2pay/life-cycle.ts'
import { type Disk, diskOf, objectOf } from './object.ts'
import { order, type Row, rows, transaction, transitions } from './read-model.ts'
import type { ProviderName } from './sender.ts'

export interface ReadModel {
  /** In the order of arrival. */
  readonly transitions: readonly Row[]
  /** Its row in `orders` or `transactions`. */
  readonly entity: Row | null
}

/** What both have, which is the same. */
export async function agreed(provider: ProviderName, id: string | number) {
  const { inD1, inObject } = await bothSides(provider, id)
  expect(inD1).toEqual(inObject)
  return inD1
}

/** If both are equal, D1 is complete and at the last revision. */
export async function bothSides(
  provider: ProviderName,
  id: string | number,
): Promise<{ readonly inD1: ReadModel; readonly inObject: ReadModel }> {
  const disk = await diskOf(objectOf(provider, id))
  return {
    inD1: {
      transitions: (await transitions(provider, id)).map(({ projected_at: _, ...row }) => row),
      entity: withoutPlace(provider === 'amplia' ? await order(String(id)) : await transaction(Number(id))),
    },
    inObject: {
      transitions: disk.entries.map((entry) => shownRow(provider, String(id), entry)),
      entity: await entityRow(provider, id, disk),
    },
  }
}

/** Its place in the feed is D1's own. */
function withoutPlace(row: Row | null): Row | null {
  if (!row) return null
  const { change: _, ...entity } = row
  return entity
}

async function entityRow(provider: ProviderName, id: string | number, { log, state, erasedAt }: Disk) {
  if (!state?.head) return null
  const { head, refused, revision, first_received_at, last_received_at } = state
  const common = {
    refused,
    revision,
    first_received_at,
    last_received_at,
    erased_at: erasedAt,
    ...factColumns(head.facts),
  }
  const since = head.since
  if (provider === 'amplia') {
    return {
      ...(await emptyRow('orders')),
      ...common,
      order_id: String(id),
      status: head.status,
      status_since: since,
      gaps: head.gaps,
    }
  }
  const body = log.find(({ fingerprint }) => fingerprint === head.fingerprint)?.body ?? 'null'
  return {
    ...(await emptyRow('transactions')),
    ...common,
    transaction_id: Number(id),
    status: Number(head.status),
    status_name: transactionLifeCycle.status(head.status)?.name ?? head.status,
    status_since: since,
    details: detailsOf(body),
  }
}

const factColumns = (facts: Row): Row =>
  Object.fromEntries(
    // Which event gave each fact is only in the object.
    Object.entries(facts).flatMap(([name, value]) => (name === SAID_BY ? [] : [[columnOf(name), value]])),
  )

/** Every column of a table as NULL: no event has set it. */
const emptyRow = async (table: string): Promise<Row> =>
  Object.fromEntries(
    (await rows("SELECT name FROM pragma_table_info(?) WHERE name <> 'change'", table)).map(({ name }) => [
      name,
      null,
    ]),
  )
