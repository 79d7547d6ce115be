import type { JudgedBudget } from "../../result/judged-budget.ts";
import { BUDGET_KINDS } from "../../result/budget-kinds.ts";

/** A build's budgets in a line: `Size 36,864 bytes ≤ 4,000,000 bytes ✓ kept`; `undefined` where none was set. */
export function renderBudgetLine(budgets: readonly JudgedBudget[]): string | undefined {
  return budgets.length === 0 ? undefined : budgets.map(renderBudget).join("; ");
}

const MARKS: Readonly<Record<JudgedBudget["outcome"], string>> = {
  kept: "✓ kept",
  broken: "✗ broken",
  unknown: "? not measured",
};

function renderBudget(budget: JudgedBudget): string {
  const { title } = BUDGET_KINDS[budget.name];
  return `${title} ${renderActual(budget)} ${renderLimit(budget)} ${renderOutcome(budget)}`;
}

/** `✓ kept`, `✗ broken` or `? not measured`. */
export function renderOutcome({ outcome }: JudgedBudget): string {
  return MARKS[outcome];
}

/** The measured value; nothing is lost where a kept budget has none. */
export function renderActual({ name, actual, outcome }: JudgedBudget): string {
  if (actual !== null) return BUDGET_KINDS[name].render(actual);
  return outcome === "kept" ? "equal to float" : "–";
}

/** `≤ 4,000,000 bytes`. */
export function renderLimit({ name, limit }: JudgedBudget): string {
  const { bound, render } = BUDGET_KINDS[name];
  return `${bound === "at most" ? "≤" : "≥"} ${render(limit)}`;
}
