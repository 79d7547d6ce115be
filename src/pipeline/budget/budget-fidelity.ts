import { countOf, renderPercent } from "../../words/numbers.ts";
import type { Measured, Shipped } from "./budget-measured.ts";
import type { Interval } from "../../result/confidence.ts";
import { findWorstSqnrDb, isEqualToFloat, type Fidelity } from "../../result/fidelity.ts";
import type { TaskMetric } from "../../result/task-metric.ts";

/** The worst output's SQNR. */
export function measureSqnrDb(shipped: Shipped): Measured {
  return measureFidelity(shipped, (fidelity) => {
    const value = findWorstSqnrDb(fidelity);
    if (value !== undefined) return { kind: "measured", value, on: dataOf(fidelity) };
    return isEqualToFloat(fidelity) ? { kind: "nothing lost" } : NO_REFERENCE;
  });
}

/** The share of samples with the float model's best class. */
export function measureAgreement(shipped: Shipped): Measured {
  return measureFidelity(shipped, (fidelity) => {
    const { top1Agreement: value, top1AgreementInterval: interval, outputs } = fidelity;
    if (value !== null) {
      return { kind: "measured", value, on: dataOf(fidelity) + renderInterval(interval) };
    }
    return outputs.length === 0 ? NO_REFERENCE : NO_SCORES;
  });
}

/** The task's metric on labelled data. */
export function measureMetric(shipped: Shipped): Measured {
  return measureLabelled(shipped, ({ final, ...metric }) => ({
    kind: "measured",
    value: final.value,
    on: labelledBy(metric) + renderInterval(final.interval),
  }));
}

/** What the task's metric lost to the float model. */
export function measureDrop(shipped: Shipped): Measured {
  return measureLabelled(shipped, ({ drop, ...metric }) =>
    drop === null
      ? NO_REFERENCE
      : {
          kind: "measured",
          value: drop.value,
          on: labelledBy(metric) + renderInterval(drop.interval),
        },
  );
}

function measureLabelled(shipped: Shipped, read: (metric: TaskMetric) => Measured): Measured {
  return measureFidelity(shipped, ({ metrics: [metric] }) =>
    metric === undefined ? NO_LABELS : read(metric),
  );
}

/** Noise proves nothing, and the numbers of a float bundle say nothing about what its compiler makes of it. */
function measureFidelity(
  { target, fidelity }: Shipped,
  read: (fidelity: Fidelity) => Measured,
): Measured {
  if (target.compiler?.calibrates === true) return quantizedElsewhere(target.compiler.name);
  if (fidelity === null || fidelity.data.kind === "synthetic") return SYNTHETIC;
  return read(fidelity);
}

function dataOf({ data }: Fidelity): string {
  return `on ${countOf(data.samples, `${data.kind} sample`)}`;
}

function labelledBy({ name, samples }: Pick<TaskMetric, "name" | "samples">): string {
  return `${name} on ${countOf(samples, "labelled sample")}`;
}

function renderInterval(interval: Interval | null): string {
  if (interval === null) return "";
  return `, 95 % interval ${renderPercent(interval.low)} to ${renderPercent(interval.high)}`;
}

function quantizedElsewhere(compiler: string): Measured {
  return {
    kind: "unknown",
    reason: `${compiler} quantizes by itself, and only a camera runs what it makes`,
    remedy:
      "Measure on a camera, and lift this budget for the soc under targets in dlpu.yml with the word none.",
    owed: false,
  };
}

const SYNTHETIC: Measured = owed(
  "there is only synthetic data, which proves nothing",
  "Name real data under evaluation in dlpu.yml, or camera images under calibration.",
);

const NO_REFERENCE: Measured = owed(
  "there is no float model to compare with",
  "Build from the float model, or lift this budget for the model with the word none.",
);

const NO_SCORES: Measured = owed(
  "no output holds one score a class",
  "Limit sqnrDb or metricDrop instead.",
);

const NO_LABELS: Measured = owed(
  "no labelled evaluation data were scored",
  "Name data and labels under evaluation in dlpu.yml; detectors and segmentation need task as well, which has to fit what `cut` leaves.",
);

function owed(reason: string, remedy: string): Measured {
  return { kind: "unknown", reason, remedy, owed: true };
}
