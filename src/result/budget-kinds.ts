import type { BudgetName } from "./judged-budget.ts";
import { renderPercent } from "../words/numbers.ts";

/** One thing that a build can be limited in. */
export interface BudgetKind {
  readonly code: string;
  readonly title: string;
  readonly bound: "at most" | "at least";
  readonly render: (value: number) => string;
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
    remedy: "Take a smaller network or fewer channels; a float file shrinks to a quarter as int8.",
  },
  sqnrDb: {
    code: "DLPU-BUDGET-SQNR",
    title: "SQNR of the worst output",
    bound: "at least",
    render: (decibels) => `${decibels.toFixed(1)} dB`,
    remedy: LOSS_REMEDY,
  },
  top1Agreement: {
    code: "DLPU-BUDGET-AGREEMENT",
    title: "Same best class as float",
    bound: "at least",
    render: renderPercent,
    remedy: LOSS_REMEDY,
  },
  metric: {
    code: "DLPU-BUDGET-METRIC",
    title: "Metric",
    bound: "at least",
    render: renderPercent,
    remedy: `Look at the float model's number beside it first: if it is as low, train longer or on more data. ${LOSS_REMEDY}`,
  },
  metricDrop: {
    code: "DLPU-BUDGET-DROP",
    title: "Loss of the metric",
    bound: "at most",
    render: renderPoints,
    remedy: LOSS_REMEDY,
  },
  operatorsOnDlpu: {
    code: "DLPU-BUDGET-OPERATORS",
    title: "Operators on the DLPU",
    bound: "at least",
    render: renderPercent,
    remedy:
      "Follow the findings about the operators that run on the CPU, or cut the tail that the application can do itself.",
  },
  segments: {
    code: "DLPU-BUDGET-SEGMENTS",
    title: "Segments on the DLPU",
    bound: "at most",
    render: String,
    remedy:
      "Each operator on the CPU between others splits the graph: replace it or move it to an end.",
  },
};

/** A difference of shares for people: `1.3 points`. */
function renderPoints(difference: number): string {
  return `${(100 * difference).toFixed(1)} points`;
}
