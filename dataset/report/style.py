"""The report's style sheet: its own fonts and colours, for screens light and dark, and for paper."""

STYLE = """
:root { --ink: #1d2733; --soft: #5b6775; --line: #d5dbe1; --paper: #fbfaf7; --box: #ffffff; --bar: #2f6f8f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --soft: #a2adb8; --line: #37424d; --paper: #14191f; --box: #1b222a; --bar: #6fb3d2; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.2rem 4rem; max-width: 62rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 2.4rem; line-height: 1.15; font-family: Georgia, "DejaVu Serif", serif; }
h2 { margin: 0 0 .6rem; font-size: 1.15rem; }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
h2 + table, table + h2, svg + h2 { margin-top: 0; }
table + h2 { margin-top: 1.6rem; }
small, .note, .description, header p { color: var(--soft); }
small { font-weight: normal; font-size: .85rem; }
.description { font-size: 1.1rem; margin: .3rem 0 0; }
section { margin: 2.2rem 0; }
.tiles { display: flex; flex-wrap: wrap; gap: .7rem; }
.tiles div { flex: 1 1 8rem; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--box); color: var(--soft); font-size: .9rem; }
.tiles b { display: block; color: var(--ink); font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 2rem 3rem; }
.pair > * { min-width: 0; }
.pair > .note { grid-column: 1 / -1; margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { padding: .22rem .5rem .22rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  font-weight: normal; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: .82rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: .6rem; }
td.bar { width: 24%; }
td.note, th.note { white-space: nowrap; font-size: .85rem; }
.day { white-space: nowrap; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .15em; }
a:hover, a:focus { text-decoration-color: currentColor; }
svg { display: block; max-width: 100%; height: auto; }
svg.bar { width: 100%; height: .7rem; margin-top: .4rem; }
rect, circle { fill: var(--bar); }
line, path { stroke: var(--soft); fill: none; stroke-width: 1; }
line.grid { stroke: var(--line); stroke-dasharray: 3 4; }
polyline { stroke: var(--bar); fill: none; stroke-width: 2; stroke-linejoin: round; }
.tick { fill: var(--soft); font-size: 12px; }
.end { text-anchor: end; }
ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
.none { color: var(--soft); font-style: italic; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft);
  font-size: .85rem; }
@media (max-width: 40rem) {  /* Drawn 920 wide and shown 360: letters must be read there too. */
  svg.columns { overflow: visible; margin-bottom: .8rem; }
  td.bar { width: 16%; }
  .columns .tick { font-size: 26px; }
  .columns .tick:not(.end) { transform: translateY(14px); }
  .columns .tick:not(.end):nth-of-type(even) { display: none; }
}
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --box: #fff; --bar: #444; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  section, tr, svg { break-inside: avoid; }
}
"""
