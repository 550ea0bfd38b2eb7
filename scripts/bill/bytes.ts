/** How many bytes a life takes, by letting the real object and the real D1 tables hold some. */
import { Entity } from '../../src/entity/entity.ts'
import { withKeys } from '../../src/entity/keys.ts'
import { digest } from '../../src/providers/digest.ts'
import { providerNamed } from '../../src/providers/index.ts'
import { payment } from '../bench/bodies.ts'
import { memoryD1 } from '../prove/d1.ts'
import { runEntity } from '../prove/entity.ts'
import { around } from '../prove/instance.ts'
import type { Bytes } from './usage.ts'

/** What the runtime keeps in an object besides our tables: its metadata and its alarm. */
const METADATA_BYTES = 8_192
/** Enough that D1's pages are full. */
const ENTITIES = 300

export async function measureBytes(eventsPerEntity: number): Promise<Bytes> {
  const d1 = memoryD1()
  // The keys of numbers take the same room under every secret.
  const { VAULT } = around(d1.binding)
  const size = (rows: readonly { page_count: number }[]): number => (rows[0]?.page_count ?? 0) * 4_096
  const empty = size(d1.rows('PRAGMA page_count'))
  let object = 0
  for (let number = 0; number < ENTITIES; number += 1) {
    const entity = runEntity(Entity, `safe2pay:${5_000_000 + number}`, d1, false)
    for (let event = 0; event < eventsPerEntity; event += 1) {
      const body: unknown = JSON.parse(payment(5_000_000 + number, 100 + event))
      const reading = providerNamed('safe2pay').read(body, await digest(body))
      if (reading.kind !== 'event') throw new Error('The documented body is not an event')
      await entity.send(await withKeys(VAULT, reading.event, reading.joins), [])
    }
    await entity.fireAlarm(() => Promise.resolve(), null)
    object += size(entity.disk.rows('PRAGMA page_count'))
    entity.disk.close()
  }
  return {
    object: object / ENTITIES + METADATA_BYTES,
    d1: (size(d1.rows('PRAGMA page_count')) - empty) / ENTITIES,
  }
}
