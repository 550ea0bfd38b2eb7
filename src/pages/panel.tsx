/** A part of a page with a heading, which is also its name. */
import type { Child } from './jsx-runtime.ts'

interface PanelProps {
  readonly id: string
  readonly title: string
  readonly class?: string
  readonly children?: Child
}

export const Panel = ({ id, title, class: name, children }: PanelProps) => (
  <section class={name ? `panel ${name}` : 'panel'} aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
)
