/** The stub of an entity's projector. */
import * as LIMITS from '../limits.ts'
import { objectNamed } from '../object.ts'

/**
 * One of PROJECTORS many. Any of them can be used at any time, because they store nothing.
 * @param entity the id of the entity's object, hexadecimal, which spreads entities evenly
 */
export function projectorFor(
  { PROJECTOR, PROJECTORS }: Pick<Env, 'PROJECTOR' | 'PROJECTORS'>,
  entity: string,
) {
  const asked = Number(PROJECTORS)
  const count = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), LIMITS.projectors) : 1
  const place = Number.parseInt(entity.slice(0, 8), 16) % count
  return objectNamed(PROJECTOR, `projector-${place}`)
}
