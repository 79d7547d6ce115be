import type { OperatorPlacement } from "../../check/placement.ts";

/** Multiply-accumulates for people: `300.8 M`. */
export function renderMacs(count: number): string {
  const units = ["", " k", " M", " G", " T"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)}${units[power] ?? ""}`;
}

/** The share of a file's multiply-accumulates that some of its operators do; `undefined` where they are not all known. */
export function shareOfMacs(
  some: readonly OperatorPlacement[],
  all: readonly OperatorPlacement[],
): number | undefined {
  if (all.some(({ macs }) => macs === undefined)) return undefined;
  const total = sumOfMacs(all);
  return total === 0 ? undefined : sumOfMacs(some) / total;
}

function sumOfMacs(operators: readonly OperatorPlacement[]): number {
  return operators.reduce((sum, { macs }) => sum + (macs ?? 0), 0);
}
