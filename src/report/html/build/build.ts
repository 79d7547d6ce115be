import type { BuildResult } from "../../../result/result.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import type { ZooFamily } from "../../../targets/zoo-families.ts";
import { renderBudgetLine } from "../../words/budget-line.ts";
import { keyNumberOf } from "../../words/key-number.ts";
import { renderBytes } from "../../../words/numbers.ts";
import { anchorOf, stripIdOf } from "../elements/anchors.ts";
import { type Against, renderChanges } from "../page/changes.ts";
import { renderContract } from "./contract.ts";
import type { Detail } from "../elements/detail.ts";
import { renderFidelity } from "./fidelity.ts";
import { renderFiles } from "./files.ts";
import { renderFindings } from "../findings/findings.ts";
import { html, type Html } from "../elements/html.ts";
import { renderMark } from "../page/icons.ts";
import { renderLayers } from "../layers/layers.ts";
import { renderPlacement } from "../placement/placement.ts";
import { renderReproduction, renderToolchain } from "./provenance.ts";
import { renderQuantization } from "./quantization.ts";
import { renderReference } from "../page/reference.ts";
import { renderRewrites } from "./rewrites.ts";
import { renderSteps } from "./steps.ts";
import { renderStripMark } from "../placement/strip.ts";

export interface BuildContext {
  /** The network structure that the model has, if Axis measured one like it. */
  readonly family: ZooFamily | undefined;
  readonly open: boolean;
  /** An earlier build of the model whose layers lose the same, for it ships the same file. */
  readonly sameLayers: BuildResult | undefined;
  readonly against: Against;
  readonly detail: Detail;
}

/** One build: a line with verdict, placement strip and key number, which opens to everything known about it. */
export function renderBuild(build: BuildResult, context: BuildContext): Html {
  const reason = build.reason === null ? undefined : html`<p class="reason">${build.reason}</p>`;
  return html`<details
    class="build ${build.verdict}"
    data-soc="${build.soc}"
    data-verdict="${build.verdict}"
    ${context.open ? html` open` : undefined}
  >
    <summary>${renderSummaryLine(build)}</summary>
    <div class="body" id="${anchorOf(build)}" tabindex="-1">
      ${reason}${sectionsOf(build, context).map(renderSection)}
    </div>
  </details>`;
}

function renderSummaryLine(build: BuildResult): Html {
  const { soc, verdict, operators, files } = build;
  const size = files[0] === undefined ? "" : renderBytes(files[0].sizeBytes);
  const strip = operators.length === 0 ? undefined : renderStripMark(operators, stripIdOf(build));
  return html`
    <h3>${targetOf(soc).title}</h3>
    ${renderMark(verdict)}
    <div class="lane">${strip}</div>
    <div class="key-number">${keyNumberOf(build) ?? ""}</div>
    <div class="size">${size}</div>
  `;
}

interface Section {
  readonly title: string;
  /** Where the numbers come from. */
  readonly origin?: "measured" | "predicted" | "reported" | "published";
  readonly content: Html;
}

/** In the order in which an engineer asks: what is wrong, where it runs, how good it is, how to use it, how it was made. */
function sectionsOf(build: BuildResult, context: BuildContext): readonly Section[] {
  const budgets = renderBudgetLine(build.budgets);
  const changes = renderChanges(context.against);
  const isFull = context.detail === "full";
  return [
    ...(changes === undefined ? [] : [{ title: "Against the baseline", content: changes }]),
    { title: "Findings", content: renderFindings(build.findings, context.detail) },
    ...(budgets === undefined ? [] : [{ title: "Budgets", content: html`<p>${budgets}</p>` }]),
    ...(build.files.length === 0 ? [] : artifactSectionsOf(build, context)),
    ...rewriteSectionOf(build),
    ...(build.steps.length === 0 || !isFull
      ? []
      : [{ title: "Steps", origin: "measured", content: renderSteps(build) } as const]),
    ...(isFull ? [{ title: "Toolchain", content: renderToolchain(build) }] : []),
    { title: "How to reproduce", content: renderReproduction(build) },
  ];
}

function rewriteSectionOf({ rewrites }: BuildResult): readonly Section[] {
  if (rewrites.length === 0) return [];
  return [{ title: "Rewrites", origin: "measured", content: renderRewrites(rewrites) }];
}

/** What can be said only of a file. */
function artifactSectionsOf(
  build: BuildResult,
  { family, sameLayers, detail }: BuildContext,
): readonly Section[] {
  const layers = renderLayers(build, sameLayers);
  const files = detail === "full" ? build.files : build.files.slice(0, 1);
  return [
    {
      title: "Placement",
      origin: build.placementSource ?? "predicted",
      content: renderPlacement(build),
    },
    { title: "Fidelity", origin: "measured", content: renderFidelity(build, detail) },
    ...(layers === undefined
      ? []
      : [{ title: "Layer by layer", origin: "measured", content: layers } as const]),
    ...quantizationSectionOf(build),
    { title: "Reference latency", origin: "published", content: renderReference(build, family) },
    { title: "Contract", content: renderContract(build.contract) },
    { title: "Files", content: renderFiles(files) },
  ];
}

function quantizationSectionOf({ quantization }: BuildResult): readonly Section[] {
  if (quantization === null) return [];
  const content = renderQuantization(quantization);
  return [{ title: "Quantization", origin: quantization.origin, content }];
}

function renderSection({ title, origin, content }: Section): Html {
  const mark = origin === undefined ? undefined : html` <span class="origin">${origin}</span>`;
  return html`<section>
    <h4>${title}${mark}</h4>
    ${content}
  </section>`;
}
