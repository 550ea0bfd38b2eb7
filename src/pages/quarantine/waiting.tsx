/** Bodies in quarantine for an order or a payment, on its page: its status may be out of date because of them. */

import type { Quarantined } from '../../db/quarantine-list.ts'
import { quarantinePath } from '../links.ts'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'

export function Waiting({ view, rows }: { readonly view: View; readonly rows: readonly Quarantined[] }) {
  const { held, reasons } = view.text
  if (rows.length === 0) return null
  return (
    <div class="notice held">
      <p>{held.waiting({ n: rows.length })}</p>
      <ul>
        {rows.map((row) => (
          <li>
            <a href={quarantinePath(row.id)}>{reasons[row.reason] ?? row.reason}</a>{' '}
            <Time view={view} at={row.receivedAt} />
          </li>
        ))}
      </ul>
    </div>
  )
}
