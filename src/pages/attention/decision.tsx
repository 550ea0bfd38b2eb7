/** The form for a decision about findings: plain, with its buttons in reach on a phone. */

import type { State } from '../../db/attention-kinds.ts'
import type { Finding } from '../../db/finding.ts'
import * as LIMITS from '../../limits.ts'
import type { Child } from '../jsx-runtime.ts'
import type { View } from '../view.ts'
import { keyOf } from './key.ts'

interface DecisionProps {
  readonly class?: string
  /** The finding that it is about, if none are ticked. */
  readonly item?: Finding
  /** The address to come back to. */
  readonly back: string
  readonly children?: Child
}

export const Decision = ({ class: name, item, back, children }: DecisionProps) => (
  <form class={name} method="post" action="/attention">
    {item && <input type="hidden" name="item" value={keyOf(item)} />}
    <input type="hidden" name="back" value={back} />
    {children}
  </form>
)

const BUTTONS: readonly State[] = ['resolved', 'in_progress', 'ignored', 'open']

interface NoteProps {
  readonly view: View
  /** Distinguishes the notes of one page. */
  readonly id?: string
  readonly without?: State
}

export function NoteAndButtons({ view, id = 'note', without = 'open' }: NoteProps) {
  const { findings } = view.text
  return (
    <>
      <span class="field">
        <label for={id}>{findings.note}</label>
        <input id={id} name="note" maxlength={LIMITS.noteCharacters} autocomplete="off" />
      </span>
      {BUTTONS.filter((state) => state !== without).map((state) => (
        <button class={state === 'resolved' ? undefined : 'second'} type="submit" name="state" value={state}>
          {findings.make[state]}
        </button>
      ))}
    </>
  )
}
