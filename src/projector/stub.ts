/** The way from an entity to its projector. */
import * as LIMITS from '../limits.ts'

/**
 * One of as many as PROJECTORS says. Any of them will do at any time, because none keeps anything.
 * @param entity the id of the entity's object, hexadecimal, which spreads entities evenly
 */
export function projectorFor(
  { PROJECTOR, PROJECTORS }: Pick<Env, 'PROJECTOR' | 'PROJECTORS'>,
  entity: string,
) {
  const asked = Number(PROJECTORS)
  const count = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), LIMITS.projectors) : 1
  const place = Number.parseInt(entity.slice(0, 8), 16) % count
  return PROJECTOR.getByName(`projector-${place}`, { locationHint: 'enam' })
}
