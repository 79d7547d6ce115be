import type { BudgetName } from "../../result/judged-budget.ts";
import { countOf } from "../../words/numbers.ts";
import { measureAgreement, measureDrop, measureMetric, measureSqnrDb } from "./budget-fidelity.ts";
import type { Measured, Shipped } from "./budget-measured.ts";

/** How each kind of budget is measured; `undefined` where the limit makes no sense for the target. */
export const MEASURES: Readonly<Record<BudgetName, (shipped: Shipped) => Measured | undefined>> = {
  size: measureSize,
  sqnrDb: measureSqnrDb,
  top1Agreement: measureAgreement,
  metric: measureMetric,
  metricDrop: measureDrop,
  operatorsOnDlpu: measureOperators,
  segments: measureSegments,
};

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
