/** The receiver without objects: what it costs to check, read and answer. */
import worker from '../../../../src/index.ts'
import { APPLIED } from './applied.ts'

export * from '../../../../src/index.ts'

const nobody = { getByName: () => ({ apply: async () => APPLIED }) } as unknown as Env['ENTITIES']

/** Made once, because a copy of all bindings would be a part of what is measured. */
let lonely: Env | null = null

export default {
  fetch(request: Request, env: Env, context: ExecutionContext) {
    lonely ??= { ...env, ENTITIES: nobody }
    return worker.fetch(request, lonely, context)
  },
}
