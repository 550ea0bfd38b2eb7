/** Names and values of one entity, without unknown values. */
import type { Child } from './jsx-runtime.ts'

export interface Fact {
  readonly name: string
  readonly value: Child
}

/** A fact, or nothing if the value is unknown. */
export const fact = (name: string, value: Child | null | false): readonly Fact[] =>
  value === null || value === false || value === '' ? [] : [{ name, value }]

export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts.map(({ name, value }) => (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
