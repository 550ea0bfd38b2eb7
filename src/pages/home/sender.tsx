/** The result of last night's comparison with the sender's own lists; without a key for asking, what asking would do. */
import type { Asking } from '../../operations/asking.ts'
import { storedText } from '../stored-text.ts'
import type { View } from '../view.ts'

export function Sender({ view, asking: { isOn, nights } }: { readonly view: View; readonly asking: Asking }) {
  const { sender } = view.text
  if (!isOn) return <p class="hint">{sender.off}</p>
  const [last] = nights
  if (!last) return <p class="hint">{sender.none}</p>
  return (
    <>
      {nights
        .filter(({ day }) => day === last.day)
        .map((night) => (
          <p class={night.missing + night.differing > 0 || night.error !== null ? 'notice held' : 'hint'}>
            {night.list === 'chargebacks' ? sender.disputes(night) : sender.transactions(night)}
            {night.error === null ? '' : ` ${sender.failed({ error: storedText(view, night.error).text })}`}
          </p>
        ))}
    </>
  )
}
