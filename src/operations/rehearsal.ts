/** Lets an operator try the receiver with a documented body, which is a static file. */
import type { Provider } from '../providers/provider.ts'
import { testKey } from '../receive/rehearsal.ts'
import { webhook } from '../receive/webhook.ts'

/** Returns the HTTP status that a sender would get. */
export async function sendTest(env: Env, provider: Provider): Promise<number> {
  const { ASSETS } = env
  const answer = await ASSETS.fetch('https://assets/assets/test.json')
  const bodies = await answer.json<Readonly<Record<string, unknown>>>()
  const { name } = provider
  const request = new Request(`https://test.invalid/webhooks/${name}`, {
    method: 'POST',
    body: JSON.stringify(bodies[name]),
  })
  return (await webhook(request, { provider: name, key: testKey(env, provider) }, env, true)).status
}
