import { createHash } from "node:crypto";
import type { Result, Verdict } from "../../../result/result.ts";
import { countVerdicts } from "../../../result/verdict.ts";
import { countOf } from "../../../words/numbers.ts";
import { groupBy } from "../../../group-by.ts";
import type { Baseline, Past } from "../../report.ts";
import { againstBaseline, renderBaseline } from "./changes.ts";
import { type Detail, MAX_FULL_BYTES } from "../elements/detail.ts";
import { renderDevices } from "../build/devices.ts";
import { renderFilter } from "../scripts/filter.ts";
import { renderFindingIndex } from "../findings/finding-index.ts";
import { renderGrid } from "./grid.ts";
import { renderHistory } from "../history/history.ts";
import { html, type Html, renderMarkup, trusted } from "../elements/html.ts";
import { renderIconSheet, renderMark } from "./icons.ts";
import { renderModel } from "../build/model.ts";
import { SCRIPT } from "../scripts/script.ts";
import { STYLE } from "./style.ts";

/** As many builds are shown open from the start: an artifact's own page has one. */
const MAX_OPEN = 2;

/**
 * Renders the whole result as one HTML file that needs nothing else: no network, no other file, no script.
 *
 * Its content-security policy lets in only the page's own style and script, by their hashes.
 */
export function renderHtmlReport(result: Result, past: Past = {}): string {
  const page = renderPage(result, past, "full");
  return Buffer.byteLength(page) <= MAX_FULL_BYTES ? page : renderPage(result, past, "compact");
}

function renderPage(result: Result, past: Past, detail: Detail): string {
  const { baseline, history = [] } = past;
  return renderMarkup(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}" />
          <meta name="viewport" content="width=device-width" />
          <meta name="referrer" content="no-referrer" />
          <title>dlpu: ${renderCounts(result)}</title>
          <link rel="icon" href="data:," />
          ${trusted(`<style>${STYLE}</style>`)}
        </head>
        <body>
          ${renderIconSheet()}
          <a class="skip-link" href="#models">To the models</a>
          ${renderHeader(result, past)}
          <main>
            ${renderGrid(result, baseline)} ${renderFindingIndex(result, detail)}
            ${renderFilter(result)}
            <div id="models">${renderModels(result, baseline, detail)}</div>
            ${renderHistory(result, history)}
          </main>
          ${renderFooter(result, detail)} ${trusted(`<script>${SCRIPT}</script>`)}
        </body>
      </html> `,
  );
}

function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src '${hashSource(STYLE)}'`,
    `script-src '${hashSource(SCRIPT)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashSource(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function renderCounts({ builds }: Result): string {
  return countVerdicts(builds)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(", ");
}

function renderHeader(result: Result, { baseline, history = [] }: Past): Html {
  const { builds } = result;
  const models = new Set(builds.map(({ model }) => model)).size;
  const socs = new Set(builds.map(({ soc }) => soc)).size;
  const counts = countVerdicts(builds).map(
    ([verdict, count]) => html`<li class="${verdict}"><b>${count}</b> ${renderMark(verdict)}</li>`,
  );
  return html`<header>
    <h1>Builds for Axis cameras</h1>
    <p class="lead">
      ${countOf(models, "model")} for ${countOf(socs, "soc")}, ${countOf(builds.length, "build")}
    </p>
    <ul class="counts" aria-label="Verdicts">
      ${counts}
    </ul>
    ${renderBaseline(baseline)} ${renderDevices(builds)} ${renderContents(result, history)}
  </header>`;
}

/** Links to the parts of a page that is too long to see whole. */
function renderContents({ builds }: Result, history: Past["history"] = []): Html {
  if (builds.length <= MAX_OPEN) return html``;
  const hasFindings = builds.some(({ findings }) => findings.length > 0);
  const parts = [
    ["grid", "Models and socs"],
    ...(hasFindings ? [["findings", "Findings"]] : []),
    ["models", "Builds"],
    ...(history.length > 1 ? [["history", "History"]] : []),
  ];
  const links = parts.map(([anchor, title]) => html`<a href="#${anchor}">${title}</a>`);
  return html`<nav class="contents" aria-label="Parts of this page">${links}</nav>`;
}

function renderModels(
  { builds }: Result,
  baseline: Baseline | undefined,
  detail: Detail,
): readonly Html[] {
  const mustBeSeen: readonly Verdict[] = ["failed", "errored"];
  return [...groupBy(builds, ({ model }) => model)].map(([model, ofModel]) =>
    renderModel(model, ofModel, (build) => ({
      open: builds.length <= MAX_OPEN || mustBeSeen.includes(build.verdict),
      against: againstBaseline(build, baseline),
      detail,
    })),
  );
}

function renderFooter({ tool }: Result, detail: Detail): Html {
  const omitted =
    detail === "full"
      ? undefined
      : html`<p>
          So many builds would make a slow page: what to do stands with each rule above; steps,
          tools and more hashes are in <code>result.json</code>.
        </p>`;
  return html`<footer>
    <p>
      <b>measured</b>: here, on this file, by emulation; no camera was involved. <b>predicted</b>:
      by dlpu’s rules. <b>published</b>: by Axis, for its own models. In a strip each operator is
      equally wide: it shows where they run, not how long.
    </p>
    ${omitted}
    <p>Made by dlpu ${tool.version} from <code>result.json</code>.</p>
  </footer>`;
}
