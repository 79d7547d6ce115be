import type { Severity } from "../../../result/finding.ts";
import type { Verdict } from "../../../result/result.ts";
import { html, type Html, trusted } from "../elements/html.ts";

/** Shapes that differ without colour, on a 16×16 grid. */
const SHAPES: Readonly<Record<Verdict | Severity, string>> = {
  passed: '<circle cx="8" cy="8" r="7"/><path class="glyph" d="M4.5 8.3 7 10.8l4.6-5.3"/>',
  warned: '<path d="M8 .8 15.6 14.6H.4z"/><path class="glyph" d="M8 5.6v4.2m0 2.1v.4"/>',
  failed:
    '<path d="M4.7 1h6.6L15 4.7v6.6L11.3 15H4.7L1 11.3V4.7z"/><path class="glyph" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>',
  skipped:
    '<rect x="1" y="1" width="14" height="14" rx="4"/><path class="glyph" d="m5 5 3 3-3 3m3.5-6 3 3-3 3"/>',
  errored:
    '<path d="M8 0 9.9 3.4 13.7 2.3 12.6 6.1 16 8 12.6 9.9 13.7 13.7 9.9 12.6 8 16 6.1 12.6 2.3 13.7 3.4 9.9 0 8 3.4 6.1 2.3 2.3 6.1 3.4z"/><path class="glyph" d="M8 4.6v3.9m0 2v.4"/>',
  error:
    '<path d="M4.7 1h6.6L15 4.7v6.6L11.3 15H4.7L1 11.3V4.7z"/><path class="glyph" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>',
  warning: '<path d="M8 .8 15.6 14.6H.4z"/><path class="glyph" d="M8 5.6v4.2m0 2.1v.4"/>',
  info: '<circle cx="8" cy="8" r="7"/><path class="glyph" d="M8 7.2v4.2m0-7v.4"/>',
};

/** The shapes once, for the icons to refer to. */
export function renderIconSheet(): Html {
  const symbols = Object.entries(SHAPES).map(([name, shape]) =>
    trusted(`<symbol id="icon-${name}" viewBox="0 0 16 16">${shape}</symbol>`),
  );
  return html`<svg class="icon-sheet" aria-hidden="true">${symbols}</svg>`;
}

/** A verdict or severity as shape, colour and word. */
export function renderMark(name: Verdict | Severity, text: string = name): Html {
  const icon = html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}" /></svg>`;
  return html`<span class="mark ${name}">${icon} ${text}</span>`;
}
