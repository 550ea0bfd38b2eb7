/** The receiver without objects: what it costs to check, read and answer. */
import worker from '../../../../src/index.ts'
import { APPLIED } from './applied.ts'

export * from '../../../../src/index.ts'

const nobody = { getByName: () => ({ apply: async () => APPLIED }) } as unknown as Env['ENTITIES']

export default {
  fetch: (request: Request, env: Env, context: ExecutionContext) =>
    worker.fetch(request, { ...env, ENTITIES: nobody }, context),
}
