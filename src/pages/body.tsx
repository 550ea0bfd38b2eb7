/** A sender's body as a person may see it: indented, personal numbers masked, always as text. */
import { maskBrokenJson, maskJson } from '../privacy/personal.ts'

export function Body({ json }: { readonly json: string }) {
  return (
    <pre>
      <code>{readable(json)}</code>
    </pre>
  )
}

function readable(json: string): string {
  try {
    return JSON.stringify(maskJson(JSON.parse(json)), null, 2)
  } catch {
    // Quarantine also keeps bodies that are not JSON.
    return maskBrokenJson(json)
  }
}
