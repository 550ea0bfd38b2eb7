/** The list of providers. A further one is a folder beside these and a line here. */
import type { EntityId } from '../id.ts'
import { amplia } from './amplia/index.ts'
import type { Provider } from './provider.ts'
import { safe2pay } from './safe2pay/index.ts'

export const PROVIDERS: readonly Provider[] = [amplia, safe2pay]

/** The ids that a text can be, in any spelling. */
export const entityIdsIn = (text: string): readonly EntityId[] =>
  PROVIDERS.flatMap(({ entityId }) => entityId(text) ?? [])

/** @throws where no provider has that name: the caller has already checked it */
export function providerNamed(name: string): Provider {
  const provider = PROVIDERS.find((candidate) => candidate.name === name)
  if (!provider) throw new Error(`No provider is named ${name}`)
  return provider
}
