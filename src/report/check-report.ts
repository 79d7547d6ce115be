import type { Finding } from "../result/finding.ts";
import type { OperatorPlacement } from "../result/placement.ts";
import type { Verdict } from "../result/result.ts";
import type { Soc } from "../result/soc.ts";

/** What `dlpu check` found: data, before any renderer. */
export interface CheckReport {
  readonly models: readonly CheckedModel[];
}

/** One model and what each soc makes of it. */
export interface CheckedModel {
  /** As the user named it. */
  readonly path: string;
  /** `undefined` where the file could not be read. */
  readonly sha256: string | undefined;
  /** The operators of the first subgraph; empty where there is no graph to read. */
  readonly operators: readonly OperatorRow[];
  readonly results: readonly SocResult[];
}

/** What a reader wants to see of an operator. Names are untrusted text. */
export interface OperatorRow {
  readonly index: number;
  readonly name: string;
  /** Of the first output, such as `1×112×112×32`. */
  readonly outputShape: string;
}

export interface SocResult {
  readonly soc: Soc;
  /** Most severe first. */
  readonly findings: readonly Finding[];
  /** Empty where no placement is known. */
  readonly operators: readonly OperatorPlacement[];
  /** Runs of operators on the DLPU; `undefined` where no placement is known. */
  readonly segments: number | undefined;
  readonly verdict: Verdict;
}
