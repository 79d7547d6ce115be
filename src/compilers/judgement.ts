import type { Finding } from "../result/finding.ts";
import type { OperatorPlacement } from "../result/placement.ts";
import type { Graph } from "../graph/graph.ts";

/** What a compiler was given and what it left. */
export interface CompiledModel {
  readonly graph: Graph;
  readonly product: Graph;
  /** All that its programs wrote. */
  readonly output: string;
  readonly predicted: readonly OperatorPlacement[];
}

/** What a compiler's own report says, held against the prediction. */
export interface Judgement {
  /** Reported placement by operator of the file that was compiled; absent where the report leaves it open. */
  readonly operators?: readonly OperatorPlacement[];
  readonly findings: readonly Finding[];
  /** The report in a few words. */
  readonly summary: readonly string[];
  readonly compilerVersion?: string;
}
