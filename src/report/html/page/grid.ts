import type { BuildResult, Result } from "../../../result/result.ts";
import { SOCS, targetOf } from "../../../targets/catalogue.ts";
import { keyNumberOf } from "../../words/key-number.ts";
import type { Baseline } from "../../report.ts";
import { anchorOf } from "../elements/anchors.ts";
import { againstBaseline, renderChangeMarks } from "./changes.ts";
import { html, type Html } from "../elements/html.ts";
import { renderMark } from "./icons.ts";

/** Models down, socs across: each build's verdict with its key number, and a link to its details. */
export function renderGrid({ builds }: Result, baseline: Baseline | undefined): Html {
  const socs = SOCS.filter((soc) => builds.some((build) => build.soc === soc));
  const models = [...new Set(builds.map(({ model }) => model))];
  const rows = models.map((model) => {
    const cells = socs.map((soc) =>
      renderCell(
        builds.find((build) => build.model === model && build.soc === soc),
        baseline,
      ),
    );
    return html`<tr>
      <th scope="row"><code>${model}</code></th>
      ${cells}
    </tr>`;
  });
  const header = socs.map((soc) => html`<th scope="col">${targetOf(soc).title}</th>`);
  return html`<section aria-labelledby="grid">
    <h2 id="grid">Models and socs</h2>
    <div class="scroll" role="group" aria-labelledby="grid" tabindex="0">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">Model</th>
            ${header}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function renderCell(build: BuildResult | undefined, baseline: Baseline | undefined): Html {
  if (build === undefined) return html`<td class="absent">not asked for</td>`;
  const number = keyNumberOf(build);
  return html`<td class="${build.verdict}">
    <a href="#${anchorOf(build)}">${renderMark(build.verdict)}</a>${
      number === undefined ? undefined : html`<span class="key-number">${number}</span>`
    }${renderChangeMarks(againstBaseline(build, baseline))}
  </td>`;
}
