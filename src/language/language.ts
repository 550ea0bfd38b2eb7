/** What a language has to say: a sentence for each kind of reason and of notice. A kind without one does not compile. */
import type { Notice } from '../lifecycle/notice.ts'
import type { Reason } from '../lifecycle/reason.ts'

/** How a status is called in a sentence. */
export type Name = (status: string) => string

interface Kinded {
  readonly kind: string
}

export type Sentences<Data extends Kinded> = {
  readonly [Kind in Data['kind']]: (data: Extract<Data, { readonly kind: Kind }>, name: Name) => string
}

export interface Language {
  readonly reasons: Sentences<Reason>
  readonly notices: Sentences<Notice>
}

/** The sentence for a person. */
export function sentence<Data extends Kinded>(sentences: Sentences<Data>, data: Data, name: Name): string {
  const kind = data.kind as keyof Sentences<Data>
  // A newer version may have stored a kind that this one lacks: better as it stands than no page at all.
  if (!Object.hasOwn(sentences, kind)) return JSON.stringify(data)
  // What the table has for a kind takes what is of that kind.
  return (sentences[kind] as (data: Data, name: Name) => string)(data, name)
}
