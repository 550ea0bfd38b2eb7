/** The life cycle's diagram: thin what may be, strong what was. */
export const DIAGRAM = `
.life { display: block; max-width: 100%; height: auto; font-size: 11.5px; overflow: visible; }
.drawing .legend, .drawing .hint { width: 0; min-width: 100%; overflow-wrap: anywhere; }
.drawing > .life { margin: 0 auto; }
@media (min-width: 901px) and (min-height: 700px) { .drawing { position: sticky; top: 14px; } }
.legend .life { height: 16px; }
.box { fill: var(--panel); stroke: var(--faint); }
.life text { fill: var(--soft); }
.stripe { stroke: var(--tone); stroke-width: 3; stroke-linecap: round; }
.unseen .stripe { opacity: .45; }
.seen .box { stroke: var(--accent); stroke-width: 1.5; }
.seen > text { fill: var(--ink); }
.head .box { fill: var(--accent); }
.head > text { fill: var(--panel); font-weight: 650; }
.head .stripe { opacity: 0; }
.missing .box { stroke: var(--held); stroke-width: 1.5; stroke-dasharray: 3; }
.move { fill: none; stroke: var(--faint); stroke-width: 1.2; }
.late { stroke-dasharray: 5 4; }
.move.rework { stroke: var(--out); stroke-dasharray: 1.5 3; stroke-linecap: round; }
.move.went { stroke: var(--accent); stroke-width: 2.4; }
.move.gap { stroke-dasharray: 2 4; }
.tip { fill: var(--faint); }
.tip.rework { fill: var(--out); }
.tip.went { fill: var(--accent); }
.life .badge text { text-anchor: middle; font-size: 11px; font-weight: 650; fill: var(--panel); }
.badge rect { fill: var(--tone); stroke: var(--panel); stroke-width: 1.5; }
`
