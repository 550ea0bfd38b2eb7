/** Panels, chips, forms, notices: what the pages are put together from. */
export const PARTS = `
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; min-width: 0; }
.columns, .split, .stack { display: grid; gap: 14px; align-items: start; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 901px) {
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .split { grid-template-columns: auto minmax(0, 1fr); }
}
@media (max-width: 640px) { .panel { padding: 12px 11px; } }
.below { margin-top: 14px; }
.standing { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 10px; }
.pulse { display: flex; flex-wrap: wrap; gap: 4px 22px; }
.pulse, .pulse a { color: var(--soft); }
.pulse b { color: var(--ink); }
.chip, .notice { background: color-mix(in srgb, var(--tone) var(--tint), var(--panel)); color: var(--tone); }
.chip { display: inline-block; padding: 0 8px 1px; border-radius: 10px; font-size: 13px; font-weight: 550; }
.chip.odd { overflow-wrap: anywhere; }
.chip, td, th, dd, p, small { unicode-bidi: isolate; }
.sign { display: inline-block; min-width: 11px; margin: 0 4px 0 -2px; text-align: center; font-size: 11px; }
.mark { font-size: 12.5px; font-weight: 600; color: var(--tone); white-space: nowrap; }
.verdict { color: var(--tone); }
.notice { padding: 7px 12px; border-left: 3px solid; border-radius: 4px; margin: 0 0 12px; }
.nothing { padding: 26px 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 10px 18px; }
dd, .issues { overflow-wrap: anywhere; }
label { display: block; margin-bottom: 3px; }
input, select, button { font: inherit; color: inherit; height: 34px; border: 1px solid var(--soft); border-radius: 5px; }
input, select { width: 100%; padding: 0 9px; background: var(--panel); }
button { padding: 0 14px; background: var(--accent); color: var(--panel); font-weight: 550; cursor: pointer; }
.second { background: none; color: var(--accent); }
.plain { height: auto; padding: 0; border: 0; background: none; font-weight: 400; }
.filter { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; margin-bottom: 14px; }
.filter a { padding: 7px 4px; }
.field { flex: 1 1 140px; max-width: 200px; }
.filter .search { flex: 1 1 260px; max-width: 380px; }
.pager { display: flex; gap: 22px; padding: 14px 0; }
.actions form { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; padding: 7px 0; }
.actions label { width: 100%; }
.actions input { flex: 1 1 200px; }
.confirm { display: flex; gap: 8px; align-items: center; }
.confirm input, .confirm label { flex: none; width: auto; height: auto; margin: 0; }
.door { max-width: 330px; margin: 9vh auto 0; }
.door > * { margin-bottom: 12px; }
.door label, .door input { margin-bottom: 3px; }
.door button { width: 100%; }
.issues { margin-bottom: 12px; }
.issues code { font-weight: 600; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
pre { margin-top: 6px; padding: 10px 12px; background: var(--ground); white-space: pre-wrap; overflow-wrap: anywhere; }
`
