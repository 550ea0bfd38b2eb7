/**
 * The sentences that a language must have: one for each kind of reason and of notice, as a message whose placeholders are
 * the fields of that kind. A missing one does not compile.
 */
import type { Notice } from '../lifecycle/notice.ts'
import type { Reason } from '../lifecycle/reason.ts'
import { fill } from './message.ts'
import { numbers } from './numbers.ts'

/** The name of a status in a sentence. */
export type Name = (status: string) => string

interface Kinded {
  readonly kind: string
}

/** `read` and, if a field can be null or true, `read_without_from` or `step_back_again`. */
type FormOf<Data> = Data extends { readonly kind: infer Kind extends string }
  ?
      | Kind
      | {
          [Field in keyof Data & string]-?: null extends Data[Field]
            ? `${Kind}_without_${Field}`
            : true extends Data[Field]
              ? `${Kind}_${Field}`
              : never
        }[keyof Data & string]
  : never

export interface Language {
  readonly numbers: { readonly group: string; readonly point: string }
  readonly reasons: Readonly<Record<FormOf<Reason>, string>>
  readonly notices: Readonly<Record<FormOf<Notice>, string>>
  /** Why a field was ignored, in words, by `why`. */
  readonly ignored: Readonly<Record<Extract<Notice, { readonly kind: 'field_ignored' }>['why'], string>>
}

/** Fields that are statuses; a sentence shows their names. */
const STATUSES: ReadonlySet<string> = new Set(['from', 'to', 'status', 'now', 'head', 'by'])

/** The sentence for a person. */
export function sentence(
  language: Language,
  about: 'reasons' | 'notices',
  data: (Reason | Notice) & Kinded,
  name: Name,
): string {
  const { group, point } = language.numbers
  const messages: Readonly<Record<string, string>> = language[about]
  const form = formsOf(data).find((each) => Object.hasOwn(messages, each))
  const message = form === undefined ? undefined : messages[form]
  // A newer version may have stored a kind that this one does not know: showing it as JSON is better than no page at all.
  return message ? fill(message, valuesOf(language, data, name), numbers(group, point)) : JSON.stringify(data)
}

/** The special form first, if a field is null or true. */
const formsOf = (data: Kinded): readonly string[] => [
  ...Object.entries(data).flatMap(([field, value]) =>
    value === null ? `${data.kind}_without_${field}` : value === true ? `${data.kind}_${field}` : [],
  ),
  data.kind,
]

function valuesOf(
  { ignored }: Language,
  data: Kinded,
  name: Name,
): Readonly<Record<string, string | number>> {
  const known: Readonly<Record<string, string>> = ignored
  const values: Record<string, string | number> = {}
  for (const [field, value] of Object.entries(data)) {
    if (STATUSES.has(field)) values[field] = name(value)
    else if (field === 'why') values[field] = known[value] ?? value
    else values[field] = value
    // English shows the missing status as the sender wrote it, because D1 has it stored so.
    if (field === 'missing' && value !== null) values.missingName = name(value)
    // A status that no table has is called by its sender's name.
    if (field === 'name') values.status += ` ${value}`
  }
  return values
}
