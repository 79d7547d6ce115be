import type { LayerError, LayerErrors } from "../../../result/layer-errors.ts";
import type { BuildResult } from "../../../result/result.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import { anchorOf } from "../elements/anchors.ts";
import { html, type Html } from "../elements/html.ts";
import { renderWorstLayers } from "./cards.ts";
import { renderLayerCurve } from "./curve.ts";
import { renderLayerScatter } from "./scatter.ts";
import { countOf } from "../../../words/numbers.ts";

/** As many rows as a page bears for each build; the rest is in `result.json`. */
const MOST_ROWS = 30;

/**
 * Where the error comes from: layer by layer as a curve, the worst with their causes, and the outputs themselves.
 *
 * `same` is a build on the page that loses the same. Of a comparison that failed, the reason is said; `undefined` comes
 * back for a file that was not quantized here.
 */
export function renderLayers(
  { layers, layersNote }: BuildResult,
  same: BuildResult | undefined,
): Html | undefined {
  if (layersNote !== undefined) return html`<p>Not compared: ${layersNote}</p>`;
  if (layers === null) return undefined;
  if (same !== undefined) {
    return html`<p>
      As <a href="#${anchorOf(same)}">for ${targetOf(same.soc).title}</a>, which ships the same
      operators and weights.
    </p>`;
  }
  return html`
    <p>${describe(layers)}</p>
    <div class="plots">${renderLayerCurve(layers)} ${layers.scatters.map(renderLayerScatter)}</div>
    ${layers.worst.length === 0 ? undefined : renderWorstLayers(layers.worst)}
    ${renderRows(layers.layers)}
  `;
}

/** An earlier build whose layers lose exactly the same: both come from one integer file. */
export function findSameLayers(
  { layers }: BuildResult,
  earlier: readonly BuildResult[],
): BuildResult | undefined {
  if (layers === null) return undefined;
  const text = JSON.stringify(layers);
  return earlier.find((other) => JSON.stringify(other.layers) === text);
}

function describe({ samples, matched, of, equalized, worst, layers }: LayerErrors): string {
  const float = equalized ? "the float model with its channels evened out" : "the float model";
  const compared = `${matched} of ${countOf(of, "operator")} compared with ${float} on ${countOf(samples, "sample")}; ${layers.length} of them lose something.`;
  if (worst.length > 0) return compared;
  return `${compared} None loses much by itself: what is lost at the end adds up over all of them.`;
}

/** The curve as a table, in few bytes. */
function renderRows(layers: readonly LayerError[]): Html {
  const shown = layers
    .toSorted((a, b) => (a.ownSqnrDb ?? 0) - (b.ownSqnrDb ?? 0))
    .slice(0, MOST_ROWS)
    .sort((a, b) => a.operator - b.operator);
  const left = layers.length - shown.length;
  const rest = left === 0 ? "" : ` (without the ${left} that lose least)`;
  return html`<details class="advice">
    <summary>All layers as a table${rest}</summary>
    <div class="scroll" role="group" aria-label="SQNR of each layer" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Result</th>
            <th scope="col" class="number">By itself</th>
            <th scope="col" class="number">Accumulated</th>
            <th scope="col" class="number">Cosine</th>
            <th scope="col" class="number">Largest error</th>
          </tr>
        </thead>
        <tbody class="rows">
          ${shown.map(renderRow)}
        </tbody>
      </table>
    </div>
  </details>`;
}

function renderRow({ operator, name, ...errors }: LayerError): Html {
  const { ownSqnrDb, sqnrDb, cosine, maxAbsError } = errors;
  const cells = [
    ownSqnrDb?.toFixed(1),
    sqnrDb?.toFixed(1),
    cosine?.toFixed(4),
    String(maxAbsError),
  ].map((text) => html`<td>${text ?? "–"}</td>`);
  return html`<tr>
    <th scope="row">${operator}</th>
    <td>${name}</td>
    ${cells}
  </tr>`;
}
