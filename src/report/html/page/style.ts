import { LAYER_STYLE } from "../layers/style.ts";

/** The page's whole style; system fonts, both colour schemes, phones and paper. Every text has a contrast of 4.5:1 or more. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #16191d; --soft: #545c66; --line: #dde1e6; --link: #0b57c2;
  --passed: #146c3a; --warned: #8a5200; --failed: #b3201b; --skipped: #545c66; --errored: #7d2a96;
  --passed-wash: #e6f4ec; --warned-wash: #fdf1dc; --failed-wash: #fce8e6; --skipped-wash: #eef0f3; --errored-wash: #f5e9f9;
  --dlpu: #2b7fb8; --cpu: #d4731c; --hatch: #fff6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #101316; --card: #191d22; --ink: #e8eaed; --soft: #a3acb7; --line: #2f353d; --link: #82b4ff;
    --passed: #62d394; --warned: #f0b04f; --failed: #ff8f88; --skipped: #a3acb7; --errored: #dc9bf2;
    --passed-wash: #12301f; --warned-wash: #35270e; --failed-wash: #3b1917; --skipped-wash: #23282e; --errored-wash: #331a3c;
    --dlpu: #4aa3df; --cpu: #ee9444; --hatch: #0006;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; line-height: 1.3; }
h3, h4, h5 { margin: 0; font-size: 1rem; }
h4 { margin-bottom: .4rem; }
p { margin: 0 0 .5rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible, pre:focus-visible, .sort:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: .875em/1.45 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; unicode-bidi: isolate; }
h2 code { font-size: 1em; }
pre { margin: 0; padding: .75rem 1rem; border-radius: 6px; background: var(--page); overflow-x: auto; }
.advice { margin-top: .75rem; }
.advice > summary { display: inline-flex; padding: .3rem 0; color: var(--link); }
.advice > summary:hover { background: none; text-decoration: underline; }
.skip-link { position: absolute; left: -999rem; }
.contents { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .9rem; font-size: .95rem; }
.skip-link:focus { left: 1rem; top: .5rem; }
.lead { margin: .35rem 0 0; color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.1rem 0 0; padding: 0; list-style: none; }
.counts li { padding: .45rem .9rem; border-radius: 8px; font-size: 1.05rem; }
.counts b { font-size: 1.35rem; margin-right: .15rem; }
.icon-sheet { position: absolute; width: 0; height: 0; }
.icon { width: 1em; height: 1em; vertical-align: -.12em; fill: currentColor; }
.glyph { fill: none; stroke: var(--card); stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
span.mark { font-weight: 600; white-space: nowrap; }
.mark.passed { color: var(--passed); } .mark.warned, .mark.warning { color: var(--warned); }
.mark.failed, .mark.error { color: var(--failed); } .mark.skipped, .mark.info { color: var(--skipped); }
.mark.errored { color: var(--errored); }
.counts .passed, td.passed { background: var(--passed-wash); } .counts .warned, td.warned { background: var(--warned-wash); }
.counts .failed, td.failed { background: var(--failed-wash); } .counts .skipped, td.skipped { background: var(--skipped-wash); }
.counts .errored, td.errored { background: var(--errored-wash); }
.counts span.mark { background: none; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.scroll + .scroll, .scroll + p { margin-top: .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
td p { margin: 0; }
td > code, th > code { display: block; min-width: 8rem; }
.grid tbody th { min-width: 13.5rem; }
.grid td { border-left: 1px solid var(--line); min-width: 8rem; }
.grid td a { text-decoration: none; } .grid td a:hover { text-decoration: underline; }
.key-number { display: block; color: var(--ink); font-size: .85rem; }
.absent { color: var(--soft); }
.body:focus { outline: none; }
.plain { margin: 0; padding: 0; list-style: none; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-top: 2.5rem; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.filter[hidden], [hidden] { display: none; }
.filter label { display: grid; gap: .15rem; font-size: .85rem; color: var(--soft); }
.filter input, .filter select, .filter button { font: inherit; font-size: .95rem; color: var(--ink); background: var(--page); border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .6rem; min-height: 2.3rem; }
.filter output { color: var(--soft); font-size: .9rem; padding-bottom: .45rem; }
.structure { color: var(--soft); margin-top: -.5rem; }
.structure:empty { display: none; }
.build { border: 1px solid var(--line); background: var(--card); }
.build + .build { border-top: 0; }
.build:first-of-type { border-radius: 8px 8px 0 0; } .build:last-of-type { border-radius: 0 0 8px 8px; }
.build:first-of-type:last-of-type { border-radius: 8px; }
.build > summary { display: grid; grid-template-columns: 6.5rem 6.5rem minmax(6rem, 1fr) 15rem 5.5rem 1rem; gap: 1rem; align-items: center; padding: .6rem 1rem; cursor: pointer; list-style: none; }
.build > summary::-webkit-details-marker { display: none; }
.build > summary::after { content: ""; width: .5rem; height: .5rem; border: solid var(--soft); border-width: 0 2px 2px 0; transform: rotate(45deg); justify-self: end; }
[open] > summary::after { transform: rotate(225deg); }
.build > summary:hover { background: var(--page); }
.build > summary .size { color: var(--soft); text-align: right; font-size: .85rem; white-space: nowrap; }
.lane { display: block; min-width: 0; }
.strip { display: block; width: 100%; height: 1.5rem; }
path.dlpu { fill: var(--dlpu); } path.cpu { fill: var(--soft); } path.off { fill: var(--cpu); }
.range { display: block; width: 10rem; height: 1rem; } .range .axis { stroke: var(--line); stroke-width: 2; } .range .bar { stroke: var(--dlpu); stroke-width: 4; stroke-linecap: round; } .range circle { fill: var(--dlpu); stroke: var(--card); stroke-width: 1.5; }
.separators { stroke: var(--card); stroke-width: 1; vector-effect: non-scaling-stroke; fill: none; }
.lanes { display: grid; grid-template-columns: auto 1fr; gap: .75rem; align-items: stretch; margin: .25rem 0 .75rem; font-size: .75rem; line-height: 1.5rem; color: var(--soft); }
.reasons { margin-top: .5rem; font-size: .9rem; color: var(--soft); }
.lanes .strip { height: 3rem; }
.pointed { margin-top: -.35rem; font-size: .85rem; color: var(--soft); }
.sort { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
.sort::after { content: "↕"; margin-left: .3em; font-weight: 400; opacity: .55; }
[aria-sort] .sort::after { content: "↑"; opacity: 1; } [aria-sort=descending] .sort::after { content: "↓"; }
th > a > code { display: block; min-width: 9rem; }
.counts + .lead { margin-top: .9rem; }
.change { display: block; font-size: .8rem; color: var(--soft); }
.trend, .verdicts { display: block; width: 9.4rem; height: 1.9rem; }
.trend path { fill: none; stroke: var(--dlpu); stroke-width: 7; } .trend circle { fill: var(--dlpu); stroke: var(--card); stroke-width: 4; }
.verdicts .passed { fill: var(--passed); } .verdicts .warned { fill: var(--warned); } .verdicts .failed { fill: var(--failed); } .verdicts .skipped { fill: var(--skipped); } .verdicts .errored { fill: var(--errored); }
.body { scroll-margin-top: 4.5rem; padding: .25rem 1rem 1.5rem; border-top: 1px solid var(--line); }
.body > section { margin-top: 1.4rem; }
.body > .reason { margin-top: .75rem; font-weight: 600; }
.origin { display: inline-block; padding: 0 .45rem; border: 1px solid var(--line); border-radius: 99px; color: var(--soft); font-size: .75rem; font-weight: 500; vertical-align: .08em; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem 1.5rem; margin: 0 0 .75rem; }
.facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.findings { margin: 0; padding: 0; list-style: none; display: grid; gap: .75rem; }
.findings > li { padding: .1rem 0 .1rem .9rem; border-left: 4px solid var(--skipped); overflow-wrap: anywhere; }
.findings > li.error { border-color: var(--failed); } .findings > li.warning { border-color: var(--warned); }
.index { grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem 1.5rem; }
.index h3 { font-size: .95rem; } .where { font-size: .9rem; color: var(--soft); }
.evidence { margin: 0 0 .5rem; padding: 0; list-style: none; }
.answers { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; margin: .75rem 0; padding: 0; list-style: none; font-size: .85rem; }
.answers li { display: flex; gap: .6rem; align-items: center; }
.answers img { width: 40px; height: 40px; object-fit: contain; image-rendering: pixelated; border-radius: 4px; background: var(--line); }
.evidence, .source { color: var(--soft); font-size: .9rem; }
.source { font-size: .8rem; } .index .source { margin: .4rem 0 0; }
footer { padding-top: 2rem; padding-bottom: 3rem; color: var(--soft); font-size: .9rem; }
${LAYER_STYLE}@media (max-width: 48rem) {
  header, main, footer { padding-left: .85rem; padding-right: .85rem; }
  .build > summary { grid-template-columns: 1fr auto auto; gap: .25rem .75rem; }
  .build > summary .lane { grid-column: 1 / -1; grid-row: 2; }
  .build > summary .key-number { grid-column: 1 / 2; grid-row: 3; }
  .build > summary .size { grid-column: 2 / 4; grid-row: 3; }
  .build > summary::after { grid-column: 3; grid-row: 1; margin-right: .2rem; }
  .grid tbody th { min-width: 9rem; }
  .filter label { flex: 1 1 40%; }
}
@media print {
  :root { --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --link: #000; }
  .filter, .skip-link, .contents, .pointed, .sort::after { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .build, tr { break-inside: auto; } h2, h4, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { summary::after { transition: transform .12s; } }
`;
