import type { BuildResult } from "../../pipeline/result.ts";
import { MEASURED_AXIS_OS, type Measurement, MEASUREMENT_SOURCE } from "../../targets/model-zoo.ts";
import { TARGETS } from "../../targets/catalogue.ts";
import { findMeasurements, type ZooFamily } from "../../targets/zoo-families.ts";
import { renderBytes } from "../sizes.ts";
import { html, type Html } from "./html.ts";
import { renderPlacementCount } from "./placement.ts";
import { renderTable } from "./table.ts";

/** What Axis measured for networks of this structure on this soc, and how this one differs; never a guess. */
export function renderReference(build: BuildResult, family: ZooFamily | undefined): Html {
  const { title } = TARGETS[build.soc];
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
    ${renderTable("Published latency", COLUMNS, measurements.map(renderMeasurement))}
    <p>This one: ${describeOwn(build)}.${describeInput(family)} ${family.caution}</p>
    <p class="source">Source: ${MEASUREMENT_SOURCE}</p>`;
}

const COLUMNS = [
  { title: "Axis’ model" },
  { title: "Camera" },
  { title: "Latency", numeric: true },
  { title: "Over releases of AXIS OS", numeric: true },
  { title: "Precision" },
  { title: "Accuracy" },
];

function renderMeasurement(measurement: Measurement): readonly Html[] {
  const { model, camera, latencyMs, latencyRangeMs, releases, precision, accuracy } = measurement;
  const [fastest, slowest] = latencyRangeMs;
  return [
    html`${model}`,
    html`${camera}`,
    html`${latencyMs.toFixed(2)} ms`,
    html`${fastest.toFixed(2)}–${slowest.toFixed(2)} ms (${releases})`,
    html`${precision}`,
    html`${accuracy}`,
  ];
}

function describeOwn(build: BuildResult): string {
  const [input] = build.contract?.inputs ?? [];
  const [file] = build.files;
  return [
    ...(input === undefined ? [] : [`input ${input.shape.join(" × ")}`]),
    ...(file === undefined ? [] : [renderBytes(file.sizeBytes)]),
    build.precision,
    ...(build.operators.length === 0 ? [] : [renderPlacementCount(build)]),
  ].join(", ");
}

function describeInput({ input }: ZooFamily): string {
  return input === undefined ? "" : ` Axis’ input: ${input.join(" × ")}.`;
}
