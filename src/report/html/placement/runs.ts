import type { OperatorPlacement, Unit } from "../../../result/placement.ts";
import { groupBy } from "../../../group-by.ts";

/** Neighbouring operators that run on the same unit for the same reasons. */
export interface PlacementRun {
  readonly placement: Unit;
  readonly reasons: readonly string[];
  /** Never empty. */
  readonly operators: readonly OperatorPlacement[];
}

/** Operators in the file's order as runs: what a reader wants of hundreds of operators is where they change. */
export function groupPlacement(operators: readonly OperatorPlacement[]): readonly PlacementRun[] {
  const runs: { placement: Unit; reasons: readonly string[]; operators: OperatorPlacement[] }[] =
    [];
  for (const operator of operators) {
    const last = runs.at(-1);
    if (last !== undefined && isSameRun(last, operator)) last.operators.push(operator);
    else runs.push({ ...operator, operators: [operator] });
  }
  return runs.map(({ placement, reasons, operators: run }) => ({
    placement,
    reasons,
    operators: run,
  }));
}

function isSameRun(run: PlacementRun, { placement, reasons }: OperatorPlacement): boolean {
  return run.placement === placement && run.reasons.join(" ") === reasons.join(" ");
}

/** `#4` or `#4–#9`. */
export function renderIndexes({ operators }: PlacementRun): string {
  const [first, last] = [operators[0]?.index ?? 0, operators.at(-1)?.index ?? 0];
  return first === last ? `#${first}` : `#${first}–#${last}`;
}

/** `CONV_2D ×3, ADD`: each name once, the most frequent first. */
export function renderNames(operators: readonly OperatorPlacement[]): string {
  return [...groupBy(operators, ({ name }) => name)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, { length }]) => (length === 1 ? name : `${name} ×${length}`))
    .join(", ");
}
