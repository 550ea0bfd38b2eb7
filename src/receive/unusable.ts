/** Why an authentic body cannot be used. It is kept, and the answer says why. Pure. */
import type { Rejection } from '../db/quarantine.ts'
import { maskProse } from '../privacy/personal.ts'
import type { Reading } from '../providers/event.ts'

export type Unusable =
  | Exclude<Reading, { readonly kind: 'event' }>
  | { readonly kind: 'invalid_json'; readonly detail: string }
  | { readonly kind: 'sandbox_key' }

/** The same in the form that quarantine stores. */
export const rejectionOf = (why: Unusable): Rejection => ({
  reason: why.kind,
  issues:
    why.kind === 'invalid_schema'
      ? why.issues
      : [{ path: why.kind === 'unsupported_type' ? 'type' : '', message: sentenceOf(why) }],
})

/** One sentence, for the sender and for people who look into the quarantine. */
export function sentenceOf(why: Exclude<Unusable, { readonly kind: 'invalid_schema' }>): string {
  switch (why.kind) {
    case 'invalid_json':
      return why.detail
    case 'unsupported_type':
      return `Bodies of type ${maskProse(why.type)} are not used here.`
    case 'sandbox_key':
      return 'This came with a key of the sandbox, and this receiver has keys of production: it was kept apart and not judged. The sandbox needs a receiver of its own: npm run setup -- --env staging makes one.'
  }
}
