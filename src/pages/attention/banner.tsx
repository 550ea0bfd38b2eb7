/** The findings about one order or payment, on its own page, with the buttons that settle them. */
import { NEEDED_RANK } from '../../db/attention-kinds.ts'
import type { Finding } from '../../db/finding.ts'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'
import { Decision, NoteAndButtons } from './decision.tsx'
import { Why } from './why.tsx'

interface BannersProps {
  readonly view: View
  readonly items: readonly Finding[]
  /** The address of the page. */
  readonly path: string
}

export const Banners = ({ view, items, path }: BannersProps) => (
  <>
    {items
      .filter(({ rank }) => rank >= NEEDED_RANK)
      .map((item, place) => (
        <section class="notice held banner" aria-labelledby={`finding-${place}`}>
          <h2 id={`finding-${place}`}>
            {view.text.attention[item.kind] ?? item.kind}
            {item.amountCents > 0 && ` · ${view.text.money(item.amountCents)}`} ·{' '}
            <Time view={view} at={item.since} />
          </h2>
          <p>
            <Why view={view} item={item} here={path} />
          </p>
          {view.mayAct && (
            <Decision class="decide" item={item} back={path}>
              <NoteAndButtons view={view} id={`note-${place}`} without={item.state} />
            </Decision>
          )}
        </section>
      ))}
  </>
)
