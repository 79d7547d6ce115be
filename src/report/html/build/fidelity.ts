import type { Fidelity, FidelityData, OutputFidelity } from "../../../result/fidelity.ts";
import type { BuildResult } from "../../../result/result.ts";
import { countOf, renderNumber, renderPercent } from "../../../words/numbers.ts";
import { renderEstimateInFull } from "../../../result/estimate.ts";
import { renderChangedAnswers } from "./changed-answers.ts";
import type { Detail } from "../elements/detail.ts";
import { html, type Html } from "../elements/html.ts";
import { renderMetrics } from "./metrics.ts";
import { renderCode, renderFacts, renderTable } from "../elements/table.ts";

/** How far the file is from the float model: on which data, by which kernels, an output a row. */
export function renderFidelity({ fidelity, verdict }: BuildResult, detail: Detail): Html {
  if (fidelity === null) return html`<p>Not measured.</p>`;
  return html`
    ${verdict === "skipped" ? FLOAT_ONLY : undefined} ${renderFacts(listFacts(fidelity))}
    ${renderMetrics(fidelity.metrics)}
    ${detail === "full" ? renderChangedAnswers(fidelity.changedAnswers) : undefined}
    ${renderOutputs(fidelity.outputs)}
  `;
}

const FLOAT_ONLY = html`<p>
  Of the float model that the bundle holds; what the compiler makes of it is not known.
</p>`;

function renderOutputs(outputs: readonly OutputFidelity[]): Html {
  if (outputs.length === 0)
    return html`<p>There is no float model to compare the outputs with.</p>`;
  return renderTable("Fidelity of each output", COLUMNS, outputs.map(renderOutput));
}

const COLUMNS = [
  { title: "Output" },
  { title: "SQNR", numeric: true },
  { title: "Cosine", numeric: true },
  { title: "Largest error", numeric: true },
  { title: "Saturated", numeric: true },
];

function renderOutput({ name, equal, ...output }: OutputFidelity): readonly Html[] {
  const { sqnrDb, cosine, maxAbsError, saturation } = output;
  return [
    renderCode(name),
    html`${sqnrDb === null ? renderMissing(equal) : `${sqnrDb.toFixed(1)} dB`}`,
    html`${cosine === null ? renderMissing(equal) : cosine.toFixed(4)}`,
    html`${renderNumber(maxAbsError)}`,
    html`${saturation === null ? "–" : renderPercent(saturation)}`,
  ];
}

function renderMissing(equal: boolean): string {
  return equal ? "equal" : "–";
}

function listFacts({ data, emulation, ...fidelity }: Fidelity): [string, Html][] {
  const { kernels, spread } = emulation;
  const { top1Agreement: value, top1AgreementInterval: interval } = fidelity;
  return [
    ...(value === null
      ? []
      : [fact("Same best class as float", renderEstimateInFull({ value, interval }))]),
    fact("Measured on", describeData(data)),
    ...(data.sha256 === null
      ? []
      : [["Data’s SHA-256", renderCode(data.sha256)] satisfies [string, Html]]),
    fact("Emulated by", `${kernels}; no camera was involved`),
    ...(spread === null
      ? []
      : [
          fact(
            "What the emulation does not know",
            `${spread.kernels} differ in ${renderPercent(spread.differing)} of the output values on ${countOf(spread.samples, "sample")}, by ${countOf(spread.maxLsb, "quantization step")} at most and ${spread.meanLsb.toPrecision(2)} on average`,
          ),
        ]),
  ];
}

function fact(term: string, text: string): [string, Html] {
  return [term, html`${text}`];
}

const DATA_WORDS: Readonly<Record<FidelityData["kind"], string>> = {
  evaluation: "samples of the evaluation data",
  calibration: "samples of the calibration data, which flatters the model",
  synthetic: "samples of seeded noise, which says nothing about accuracy",
};

function describeData({ kind, samples }: FidelityData): string {
  return `${samples} ${DATA_WORDS[kind]}`;
}
