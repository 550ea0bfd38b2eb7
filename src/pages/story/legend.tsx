/** The meaning of the diagram's signs; only those that this life cycle can show. */

import type { LifeCycle } from '../../lifecycle/life-cycle.ts'
import type { Child } from '../jsx-runtime.ts'
import type { View } from '../view.ts'

export function Legend({ view, cycle }: { readonly view: View; readonly cycle: LifeCycle }) {
  const text = view.text.diagram
  const moves = Object.values(cycle.moves)
  return (
    <ul class="legend" aria-label={text.legend}>
      <Item text={text.went}>
        <Line name="went" />
      </Item>
      <Item text={text.stands}>
        <g class="head">
          <rect class="box" x="1" y="2" width="22" height="12" rx="3" />
        </g>
      </Item>
      <Item text={text.move}>
        <Line name="forward" />
      </Item>
      {moves.some(({ late }) => late) && (
        <Item text={text.late}>
          <Line name="late" />
        </Item>
      )}
      {moves.some(({ rework }) => rework) && (
        <Item text={text.rework}>
          <Line name="rework" />
        </Item>
      )}
      <Item text={text.refusedMark}>
        <Mark name="off" label="✕" />
      </Item>
      {cycle.chained && (
        <Item text={text.missingMark}>
          <Mark name="held" label="?" />
        </Item>
      )}
    </ul>
  )
}

const Item = ({ text, children }: { readonly text: string; readonly children?: Child }) => (
  <li>
    <svg class="life" width="24" height="16" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
    {text}
  </li>
)

const Line = ({ name }: { readonly name: string }) => <path class={`move ${name}`} d="M1 8H23" />

const Mark = ({ name, label }: { readonly name: string; readonly label: string }) => (
  <g class={`badge ${name}`}>
    <rect x="4" width="16" height="16" rx="8" />
    <text x="12" y="12">
      {label}
    </text>
  </g>
)
