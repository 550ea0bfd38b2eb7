/** Tables, which become narrower on a phone by leaving out what the entity's own page has; the chart; the timeline. */
export const TABLES = `
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 7px 14px 7px 0; overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
thead th { padding-top: 0; overflow-wrap: normal; }
tbody th { font-weight: 550; }
tr { border-bottom: 1px solid var(--line); }
tbody:last-child tr:last-child { border: 0; }
td small, th small { display: block; }
.state small { display: inline; margin-left: 6px; }
th a, td a { text-decoration-color: var(--faint); }
.key { white-space: nowrap; }
th .narrow, .split .wide { display: none; }
.split th .narrow { display: block; }
.amount, .numbers td, .numbers th + th { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; margin-top: 6px; }
.numbers th, .numbers td { padding: 3px 0 3px 14px; white-space: nowrap; }
.counts tr { border: 0; }
.counts th, .counts td { padding: 3px 12px 3px 0; vertical-align: middle; }
.counts th { width: 1%; white-space: nowrap; }
.counts td:last-child { width: 56px; padding-right: 0; }
.counts small { white-space: normal; }
.counts .group > * { padding-top: 12px; border-bottom: 1px solid var(--line); font-weight: inherit; }
.counts tbody:first-child .group > * { padding-top: 0; }
.group.good th, .group.bad th { color: var(--tone); }
.bar-cell { width: 17%; }
.meter { display: block; }
.meter rect { fill: var(--tone); }
@media (max-width: 640px) {
  .wide { display: none; }
  th .narrow, .state small { display: block; margin: 2px 0 0; }
  th, td { padding-right: 10px; }
  td time { white-space: normal; }
  .counts th { width: auto; }
}
.chart { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 10px 8px; padding-top: 6px; }
.chart svg { display: block; overflow: visible; }
.axis { display: flex; flex-direction: column; justify-content: space-between; margin: -8px 0; text-align: right; }
.days { grid-column: 2; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; text-align: center; }
.grid { stroke: var(--line); }
rect.applied { fill: #2f8491; }
rect.amended { fill: #93c1c8; }
rect.stale { fill: #cda54c; }
rect.regression { fill: #c2504b; }
rect.conflict { fill: #8d5a97; }
rect.unknown { fill: #7d868b; }
.legend { display: flex; flex-wrap: wrap; gap: 3px 14px; margin: 8px 0 4px; }
.legend li { display: flex; align-items: center; gap: 6px; }
.legend svg { flex: none; }
.entry { position: relative; padding: 0 0 18px 34px; }
.entry::before { content: ''; position: absolute; left: 10px; top: 4px; bottom: -4px; width: 1px; background: var(--line); }
.entry:last-child { padding-bottom: 0; }
.entry:last-child::before { display: none; }
.dot {
  position: absolute; left: 0; width: 21px; border-radius: 11px; text-align: center;
  font-size: 12px; font-weight: 650; line-height: 21px; background: var(--tone); color: var(--panel);
}
.moved { --tone: var(--accent); }
h3, .more { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; font: inherit; }
.when { margin-left: auto; }
.entry p { max-width: 76ch; }
.entry .notice { margin: 5px 0; }
.more { gap: 0 14px; }
.more [open] { flex-basis: 100%; order: 2; }
@media (max-width: 640px) { .when { flex-basis: 100%; } }
`
