/** The operations on asking the sender. */
import { readAsking } from '../operations/asking.ts'
import { type Operation, operation } from './operation.ts'
import * as schemas from './schemas.ts'

export const askingOperations: readonly Operation[] = [
  operation({
    id: 'getCompleteness',
    method: 'GET',
    path: '/completeness',
    summary:
      "What the sender's own lists said in the last nights: how many it has, how many of them are missing here, and how many have another status here.",
    query: schemas.nothing,
    result: schemas.completeness,
    run: async ({ env }) => ({ kind: 'ok', value: await readAsking(env) }),
  }),
]
