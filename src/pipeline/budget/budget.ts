import type { JudgedBudget } from "../../result/judged-budget.ts";
import type { Budgets } from "../../config/budgets.ts";
import type { BudgetName } from "../../result/judged-budget.ts";
import { BUDGET_NAMES } from "../../result/judged-budget.ts";
import type { Finding } from "../../result/finding.ts";
import type { BudgetKind } from "../../result/budget-kinds.ts";
import { BUDGET_KINDS } from "../../result/budget-kinds.ts";
import { MEASURES } from "./measures.ts";
import type { Measured, Shipped } from "./budget-measured.ts";

export interface BudgetVerdict {
  readonly budgets: readonly JudgedBudget[];
  readonly findings: readonly Finding[];
}

/** Shares are measured to about this much; without it 0.1 + 0.2 would break a budget of 0.3. */
const ROUNDING = 1e-9;

/** Holds the file that ships against the user's limits; what cannot be measured is a finding, never a pass. */
export function judgeBudgets(limits: Budgets, shipped: Shipped): BudgetVerdict {
  const judged = BUDGET_NAMES.flatMap((name) => {
    const limit = limits[name] ?? undefined;
    if (limit === undefined) return [];
    const measured = MEASURES[name](shipped);
    return measured === undefined ? [] : [judge(name, limit, measured)];
  });
  return {
    budgets: judged.map(({ budget }) => budget),
    findings: judged.flatMap(({ finding }) => finding ?? []),
  };
}

interface Judged {
  readonly budget: JudgedBudget;
  readonly finding?: Finding;
}

function judge(name: BudgetName, limit: number, measured: Measured): Judged {
  const kind = BUDGET_KINDS[name];
  const budget = { name, limit, actual: null };
  if (measured.kind === "nothing lost") return { budget: { ...budget, outcome: "kept" } };
  if (measured.kind === "unknown") {
    return { budget: { ...budget, outcome: "unknown" }, finding: unknown(name, limit, measured) };
  }
  const actual = measured.value;
  const excess = kind.bound === "at most" ? actual - limit : limit - actual;
  if (excess <= ROUNDING) return { budget: { ...budget, actual, outcome: "kept" } };
  return {
    budget: { ...budget, actual, outcome: "broken" },
    finding: {
      code: kind.code,
      severity: "error",
      subject: { name },
      evidence: `${kind.title}: ${kind.render(actual)} (${measured.on}), but the budget is ${renderLimit(kind, limit)}`,
      remedy: kind.remedy,
      source: SOURCE,
    },
  };
}

function unknown(
  name: BudgetName,
  limit: number,
  { reason, remedy, owed }: Extract<Measured, { kind: "unknown" }>,
): Finding {
  const kind = BUDGET_KINDS[name];
  return {
    code: "DLPU-BUDGET-UNKNOWN",
    severity: owed ? "error" : "warning",
    subject: { name },
    evidence: `${kind.title}, budget ${renderLimit(kind, limit)}, cannot be judged: ${reason}`,
    remedy,
    source: SOURCE,
  };
}

const SOURCE = "budgets in dlpu.yml";

function renderLimit({ bound, render }: BudgetKind, limit: number): string {
  return `${bound} ${render(limit)}`;
}
