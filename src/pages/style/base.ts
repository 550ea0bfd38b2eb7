/** Colours, type and the frame. Every pair of text and ground has 4.5:1 or more, in the light and in the dark. */
export const BASE = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f5; --panel: #fff; --ink: #1b2225; --soft: #566168; --line: #dce2e1; --faint: #b9c4c4;
  --accent: #0b5f6b; --good: #1a6637; --held: #7d5200; --bad: #a3242a; --open: #2f5584; --out: #7a3b80; --tint: 11%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12171a; --panel: #1a2024; --ink: #e4e9ea; --soft: #9dabb0; --line: #2c353a; --faint: #47545a;
    --accent: #62c6d1; --good: #7fd09a; --held: #e8bd6a; --bad: #f29a95; --open: #9cc1ee; --out: #d9a6df; --tint: 15%;
  }
}
* { box-sizing: border-box; margin: 0; padding: 0; }
html { -webkit-text-size-adjust: 100%; }
:root, .chip, .verdict { --tone: var(--soft); }
.good { --tone: var(--good); }
.held, .odd, .stale { --tone: var(--held); }
.bad, .regression, .conflict, .unknown { --tone: var(--bad); }
.open { --tone: var(--open); }
.out { --tone: var(--out); }
body {
  background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, 'Segoe UI', Roboto, sans-serif;
  font-variant-numeric: tabular-nums;
}
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
ul, ol { list-style: none; }
h1 { font-size: 20px; line-height: 1.25; overflow-wrap: anywhere; }
h1, b, .brand, .group, .not-paid, .bar [aria-current] { font-weight: 650; }
h2 { font-size: 12.5px; color: var(--soft); margin-bottom: 10px; }
code, pre { font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; }
small, .hint, .foot, thead th, label, dt, .meaning, .when, .legend, .chart, .verdict {
  font-size: 12.5px; font-weight: 400; color: var(--soft);
}
time { white-space: nowrap; overflow-wrap: normal; }
.skip { position: absolute; left: -999px; padding: 8px 14px; background: var(--panel); }
.skip:focus { left: 0; z-index: 1; }
.bar {
  display: flex; flex-wrap: wrap; align-items: center; gap: 2px 20px; padding: 0 20px;
  background: var(--panel); border-bottom: 1px solid var(--line);
}
.brand { display: flex; align-items: center; gap: 8px; padding: 11px 0; }
.menu { display: flex; gap: 2px; }
.menu a { padding: 11px 10px 9px; border-bottom: 2px solid transparent; }
.menu [aria-current] { border-color: var(--accent); }
.tools, .languages { display: flex; align-items: center; gap: 10px; margin-left: auto; }
.menu a, .tools a, .plain { color: var(--soft); text-decoration: none; }
.bar a.brand, .bar [aria-current], .bar a:hover { color: var(--ink); text-decoration: none; }
main, .foot { max-width: 1280px; margin: 0 auto; padding: 18px 20px; }
.heading { display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 18px; margin-bottom: 16px; }
@media (max-width: 640px) {
  .bar { padding: 0 10px; }
  .menu { order: 3; width: 100%; overflow-x: auto; margin: 0 -10px; }
  main, .foot { padding: 14px 10px; }
}
`
