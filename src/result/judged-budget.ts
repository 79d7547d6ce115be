/** What a build may cost or lose at most, or must reach at least. */
export const BUDGET_NAMES = [
  "size",
  "sqnrDb",
  "top1Agreement",
  "metric",
  "metricDrop",
  "operatorsOnDlpu",
  "segments",
] as const;

export type BudgetName = (typeof BUDGET_NAMES)[number];

/** A limit that the user set, and what became of it. */
export interface JudgedBudget {
  readonly name: BudgetName;
  /** In bytes, dB, shares or a count, as the name says. */
  readonly limit: number;
  /** `null` where it was not measured, or nothing was lost. */
  readonly actual: number | null;
  readonly outcome: "kept" | "broken" | "unknown";
}
