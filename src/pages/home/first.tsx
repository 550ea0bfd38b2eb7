/** What to do as long as no event has arrived: the URLs to give to the senders. */
import { Panel } from '../panel.tsx'
import { senderName } from '../sender.ts'
import type { View } from '../view.ts'

export const First = ({ view, origin }: { readonly view: View; readonly origin: string }) => (
  <Panel class="above" id="first" title={view.text.home.first}>
    {['amplia', 'safe2pay'].map((provider) => (
      <p>
        {senderName(provider)}: <code>{`${origin}/webhooks/${provider}`}</code>
      </p>
    ))}
    <p class="hint">{view.text.home.firstHint}</p>
    <pre>
      <code>{`curl -H 'X-Api-Key: …' -d '{}' ${origin}/webhooks/safe2pay`}</code>
    </pre>
    <p class="below">
      <a href="/live">{view.text.home.tryIt}</a>
    </p>
  </Panel>
)
