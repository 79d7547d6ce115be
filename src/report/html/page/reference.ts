import type { BuildResult } from "../../../result/result.ts";
import {
  MEASURED_AXIS_OS,
  type Measurement,
  MEASUREMENT_SOURCE,
} from "../../../targets/model-zoo.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import {
  findMeasurements,
  type MeasuredNetwork,
  type ZooFamily,
} from "../../../targets/zoo-families.ts";
import { renderBytes, renderCount } from "../../../words/numbers.ts";
import { html, type Html } from "../elements/html.ts";
import { renderPlacementCount } from "../placement/placement.ts";
import { renderRange } from "../build/range-plot.ts";
import { renderSource } from "../elements/source.ts";
import { renderTable } from "../elements/table.ts";

/** What Axis measured for networks of this structure on this soc, and how this one differs; never a guess. */
export function renderReference(build: BuildResult, family: ZooFamily | undefined): Html {
  const { title } = targetOf(build.soc);
  if (family === undefined) {
    return html`<p>
      Nothing comparable: no network of this structure is in Axis’ model zoo. Measure on a camera.
    </p>`;
  }
  const measurements = findMeasurements(family, build.soc);
  if (measurements.length === 0) {
    return html`<p>
      The structure is that of ${family.title}, of which Axis published nothing for ${title}.
    </p>`;
  }
  return html`<p>
      The structure is that of <b>${family.title}</b>. Axis
      <span class="origin">published</span> for its own file, AXIS OS ${MEASURED_AXIS_OS}, on random
      input:
    </p>
    ${renderMeasurements(measurements)}
    <p>How this file differs from Axis’. ${family.caution}</p>
    ${renderTable("Difference to Axis’ file", DIFFERENCES, compareWith(build, measurements), "fixed")}
    <p class="source">${renderSources(measurements)}</p>`;
}

type Measured = Measurement & MeasuredNetwork;

const COLUMNS = [
  { title: "Axis’ model" },
  { title: "Camera" },
  { title: "Latency", numeric: true },
  { title: "Over releases of AXIS OS", numeric: true },
  { title: "Range" },
  { title: "Precision" },
  { title: "Accuracy" },
];

function renderMeasurements(measurements: readonly Measured[]): Html {
  const slowestMs = Math.max(...measurements.map(({ latencyRangeMs: [, slowest] }) => slowest));
  const rows = measurements.map((measurement) => {
    const { model, camera, latencyMs, latencyRangeMs, releases, precision, accuracy } = measurement;
    const [fastest, slowest] = latencyRangeMs;
    return [
      html`${model}`,
      html`${camera}`,
      html`${latencyMs.toFixed(2)} ms`,
      html`${fastest.toFixed(2)}–${slowest.toFixed(2)} ms (${releases})`,
      renderRange({ from: fastest, to: slowest, at: latencyMs, end: slowestMs }),
      html`${precision}`,
      html`${accuracy}`,
    ];
  });
  return renderTable("Published latency", COLUMNS, rows);
}

const DIFFERENCES = [{ title: "What" }, { title: "This file" }, { title: "Axis’" }];

/** Row by row: what makes a file faster or slower than the one that was measured. */
function compareWith(build: BuildResult, measured: readonly Measured[]): readonly Html[][] {
  const [input] = build.contract?.inputs ?? [];
  const macs = build.network?.macs ?? null;
  const [file] = build.files;
  const rows: readonly (readonly [what: string, own: string, theirs: string])[] = [
    ["MACs", macs === null ? "not known" : renderCount(macs), theirMacs(measured, macs)],
    ["Input", input?.shape.join(" × ") ?? "not known", theirInputs(measured)],
    ["Precision", build.precision, unique(measured.map(({ precision }) => precision))],
    ["Placement", describePlacement(build), "not published"],
    ["Size", file === undefined ? "no file" : renderBytes(file.sizeBytes), "not published"],
  ];
  return rows.map((row) => row.map((text) => html`${text}`));
}

function describePlacement(build: BuildResult): string {
  return build.operators.length === 0 ? "not known" : renderPlacementCount(build);
}

function theirMacs(measured: readonly Measured[], own: number | null): string {
  const texts = measured.map(({ model, macs }) => {
    if (macs === undefined) return NOT_STATED;
    const ratio = own === null ? "" : ` (this file: ${renderRatio(own / macs.count)})`;
    return `${model}: ${renderCount(macs.count)}${ratio}`;
  });
  return unique(texts);
}

const NOT_STATED = "not stated";

/** Two digits that matter: `0.042 ×`, `1.0 ×`, `120 ×`. */
function renderRatio(ratio: number): string {
  return `${ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0)} ×`;
}

function theirInputs(measured: readonly Measured[]): string {
  return unique(measured.map(({ input }) => input?.join(" × ") ?? NOT_STATED));
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join("; ");
}

function renderSources(measured: readonly Measured[]): Html {
  const macs = [...new Set(measured.flatMap((one) => (one.macs ? [one.macs.source] : [])))];
  const counted = macs.length === 0 ? "" : ` MACs ${macs.join("; ")}.`;
  return html`Source: ${renderSource(MEASUREMENT_SOURCE)}.${counted}`;
}
