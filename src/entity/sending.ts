/** An entity hands its changes for D1 to a projector, piece by piece, and learns for each when D1 has it. */
import { piecesOf } from '../projector/piece.ts'
import type { Answer } from '../projector/projector.ts'
import { projectorFor } from '../projector/stub.ts'
import { providerNamed } from '../providers/index.ts'
import { eraseKept } from '../quarantine/erasure.ts'
import { keptId } from '../quarantine/id.ts'
import type { Pending } from './outbox.ts'

/**
 * Throws if something that it needs cannot be reached.
 * @param object the id of the entity's object, hexadecimal
 * @param tries how often this was tried without success; `asked` if somebody waits for it, who may know that D1 is back
 * @param onTaken called for each piece with the revision up to which D1 has everything
 */
export async function send(
  env: Env,
  object: string,
  { provider, entityId, erasure, entity, transitions, revision, looked }: Pending,
  tries: number | 'asked',
  onTaken: (revision: number) => void,
): Promise<Answer> {
  const owner = providerNamed(provider)
  if (erasure) await eraseKept(env, owner, entityId, erasure.until)
  const changes = {
    provider,
    revision,
    looked,
    row: entity && owner.row(entity),
    transitions: await Promise.all(
      transitions.map(async ({ bodyDigest, ...each }) => ({
        ...each,
        judged: await keptId(env.VAULT, provider, bodyDigest),
      })),
    ),
  }
  for (const { piece, has } of piecesOf(changes)) {
    const answer = await projectorFor(env, object).take(piece, tries)
    if (answer.kind !== 'taken') return answer
    if (has !== null) onTaken(has)
  }
  return { kind: 'taken' }
}
