import type { BudgetName } from "../../config/budgets.ts";
import { countOf, renderPercent } from "../../words/numbers.ts";
import { measureAgreement, measureDrop, measureMetric, measureSqnrDb } from "./budget-fidelity.ts";
import type { Measured, Shipped } from "./budget-measured.ts";

/** One thing that a build can be limited in. */
export interface BudgetKind {
  readonly code: string;
  readonly title: string;
  readonly bound: "at most" | "at least";
  readonly render: (value: number) => string;
  /** `undefined` where the limit makes no sense for the target. */
  readonly measure: (shipped: Shipped) => Measured | undefined;
  readonly remedy: string;
}

const LOSS_REMEDY =
  "Give more and better calibration images, set quantization.effort to best, choose int8-per-channel where the soc takes it, or train with quantization in mind (QAT).";

export const BUDGET_KINDS: Readonly<Record<BudgetName, BudgetKind>> = {
  size: {
    code: "DLPU-BUDGET-SIZE",
    title: "Size",
    bound: "at most",
    render: (bytes) => `${bytes.toLocaleString("en")} bytes`,
    measure: measureSize,
    remedy: "Take a smaller network or fewer channels; a float file shrinks to a quarter as int8.",
  },
  sqnrDb: {
    code: "DLPU-BUDGET-SQNR",
    title: "SQNR of the worst output",
    bound: "at least",
    render: (decibels) => `${decibels.toFixed(1)} dB`,
    measure: measureSqnrDb,
    remedy: LOSS_REMEDY,
  },
  top1Agreement: {
    code: "DLPU-BUDGET-AGREEMENT",
    title: "Same best class as float",
    bound: "at least",
    render: renderPercent,
    measure: measureAgreement,
    remedy: LOSS_REMEDY,
  },
  metric: {
    code: "DLPU-BUDGET-METRIC",
    title: "Metric",
    bound: "at least",
    render: renderPercent,
    measure: measureMetric,
    remedy: `Look at the float model's number beside it first: if it is as low, train longer or on more data. ${LOSS_REMEDY}`,
  },
  metricDrop: {
    code: "DLPU-BUDGET-DROP",
    title: "Loss of the metric",
    bound: "at most",
    render: renderPoints,
    measure: measureDrop,
    remedy: LOSS_REMEDY,
  },
  operatorsOnDlpu: {
    code: "DLPU-BUDGET-OPERATORS",
    title: "Operators on the DLPU",
    bound: "at least",
    render: renderPercent,
    measure: measureOperators,
    remedy:
      "Follow the findings about the operators that run on the CPU, or cut the tail that the application can do itself.",
  },
  segments: {
    code: "DLPU-BUDGET-SEGMENTS",
    title: "Segments on the DLPU",
    bound: "at most",
    render: String,
    measure: measureSegments,
    remedy:
      "Each operator on the CPU between others splits the graph: replace it or move it to an end.",
  },
};

/** A difference of shares for people: `1.3 points`. */
function renderPoints(difference: number): string {
  return `${(100 * difference).toFixed(1)} points`;
}

function measureSize({ target, files }: Shipped): Measured {
  const { fileName } = target.application;
  const file = files.find(({ path }) => path === fileName);
  if (file !== undefined) return { kind: "measured", value: file.sizeBytes, on: fileName };
  const reason = `there is no ${fileName} yet`;
  return { kind: "unknown", reason, remedy: target.compiler?.availability ?? "", owed: false };
}

function measureOperators({ target, operators, placementSource }: Shipped): Measured | undefined {
  if (target.hasDlpu === false) return undefined;
  if (operators.length === 0) return unplaced(target.title);
  const mapped = operators.filter(({ placement }) => placement === "dlpu").length;
  const on = `${mapped} of ${countOf(operators.length, "operator")}, ${placementSource ?? "predicted"}`;
  return { kind: "measured", value: mapped / operators.length, on };
}

function measureSegments({ target, segments }: Shipped): Measured | undefined {
  if (target.hasDlpu === false) return undefined;
  if (segments === null) return unplaced(target.title);
  return { kind: "measured", value: segments, on: "predicted" };
}

function unplaced(title: string): Measured {
  return {
    kind: "unknown",
    reason: `nothing public says which operators the DLPU of ${title} takes`,
    remedy: "Lift this budget for the soc under targets in dlpu.yml with the word none.",
    owed: false,
  };
}
