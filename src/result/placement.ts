/** The unit that an operator is predicted, or reported by a compiler, to run on. */
export type Unit = "dlpu" | "cpu";

/** Where one operator of the file's first subgraph runs, and why. */
export interface OperatorPlacement {
  /** Position in the file's first subgraph. */
  readonly index: number;
  /** The operator's name in TFLite's schema. */
  readonly name: string;
  readonly placement: Unit;
  /** Codes of the rules that decided; empty where nothing speaks against the DLPU. */
  readonly reasons: readonly string[];
  /** Its multiply-accumulates for one sample; absent where a shape is not known, and before a build counts them. */
  readonly macs?: number;
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
