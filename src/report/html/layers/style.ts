/** The style of the layers' section. Dots and accumulated line differ in form too, not by colour alone. */
export const LAYER_STYLE = `
.plots { display: flex; flex-wrap: wrap; gap: 1.25rem 2rem; align-items: end; margin-top: .75rem; }
.legend { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .75rem; font-size: .85rem; color: var(--soft); }
.legend span::before { content: ""; display: inline-block; margin-right: .45rem; vertical-align: middle; }
.legend .own::before { width: .5rem; height: .5rem; border-radius: 99px; background: var(--ink); }
.legend .sum::before { width: 1.25rem; height: 3px; background: var(--dlpu); }
.legend .limit::before { width: 1.25rem; border-top: 1px dashed var(--soft); }
.curve { flex: 1 1 min(30rem, 100%); min-width: 0; display: grid; grid-template-columns: 1.6rem 1fr; gap: 0 .4rem; }
.curve > svg { width: 100%; height: 13rem; overflow: visible; }
.curve svg svg { overflow: visible; }
.curve path { fill: none; vector-effect: non-scaling-stroke; }
.curve .grid { stroke: var(--line); }
.curve .limit { stroke: var(--soft); stroke-dasharray: 4 4; }
.curve .own { stroke: var(--ink); stroke-width: 5; stroke-linecap: round; }
.curve .sum { stroke: var(--dlpu); stroke-width: 2.5; stroke-linejoin: round; }
.curve circle { fill: none; stroke: var(--failed); stroke-width: 2; }
.curve text { fill: var(--failed); font-size: .8rem; font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
.curve .scale text { fill: var(--soft); font-size: .75rem; font-weight: 400; text-anchor: end; }
p.axis { display: flex; justify-content: space-between; margin: .3rem 0 0; color: var(--soft); font-size: .75rem; line-height: 1.3; }
.curve .axis { grid-column: 2; }
.worst { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 1rem 1.5rem; margin: 1rem 0 0; padding: 0; list-style: none; font-size: .9rem; }
.worst li { padding-left: .9rem; border-left: 4px solid var(--failed); overflow-wrap: anywhere; }
.worst h5 { font-size: .95rem; } .worst code { color: var(--soft); word-break: break-all; } .worst p { margin: .25rem 0 0; }
.worst .extent { margin-top: .4rem; color: var(--soft); font-size: .8rem; line-height: 1.35; }
.worst .extent svg { display: block; width: 100%; height: .5rem; }
.worst .whole { fill: var(--line); } .worst .used { fill: var(--dlpu); }
.worst .channels { color: var(--soft); font-size: .8rem; }
.scatter { margin: 0; flex: 0 0 13rem; }
.scatter svg { display: block; width: 100%; border: 1px solid var(--line); border-radius: 4px; }
.scatter path { fill: none; stroke: var(--dlpu); stroke-width: 1; } .scatter .equal { stroke: var(--soft); vector-effect: non-scaling-stroke; }
.scatter figcaption { font-size: .8rem; color: var(--soft); overflow-wrap: anywhere; }
.rows td + td { text-align: right; white-space: nowrap; } .rows td:nth-of-type(1) { overflow-wrap: anywhere; }
`;
