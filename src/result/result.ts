import type { Finding } from "./finding.ts";
import type { OperatorPlacement } from "./placement.ts";
import type { Device } from "./device.ts";
import type { Precision } from "./precision.ts";
import type { Soc } from "./soc.ts";
import type { JudgedBudget } from "./judged-budget.ts";
import type { Contract } from "./contract.ts";
import type { Fidelity } from "./fidelity.ts";
import type { LayerComparison } from "./layer-errors.ts";
import type { Network } from "./network.ts";
import type { Quantization } from "./quantization.ts";
import type { Rewrite } from "./rewrite.ts";

/** How a build ended; only `passed` is green. */
export type Verdict = "passed" | "warned" | "failed" | "skipped" | "errored";

/** Everything that one run found out: the one value that every surface renders. */
export interface Result {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "dlpu"; readonly version: string };
  /** In the order of the models' paths, then of the socs. */
  readonly builds: readonly BuildResult[];
}

/** One model for one soc. */
export interface BuildResult extends LayerComparison {
  /** The model's path as the user writes it. */
  readonly model: string;
  /** The build's folder below the soc's: `<soc>/<name>/`. */
  readonly name: string;
  readonly soc: Soc;
  readonly precision: Precision | "as given";
  readonly verdict: Verdict;
  /** Why it was skipped, failed or errored, in a line that stands alone; `null` otherwise. */
  readonly reason: string | null;
  readonly findings: readonly Finding[];
  /** Placement by operator of the file that ships, or that its compiler was given. */
  readonly operators: readonly OperatorPlacement[];
  /** Set where the vendor's compiler said so itself; otherwise our rules predict it. */
  readonly placementSource?: "reported";
  readonly segments: number | null;
  readonly steps: readonly Step[];
  readonly fidelity: Fidelity | null;
  /** How the integer file was made; `null` where dlpu made none. */
  readonly quantization: Quantization | null;
  readonly contract: Contract | null;
  readonly files: readonly ArtifactFile[];
  /** Versions of the tools that made and judged the file. */
  readonly toolchain: Readonly<Record<string, string>>;
  /** SHA-256 over everything that the build depends on. */
  readonly contentKey: string;
  /** Whether an earlier build with this key was taken instead of making a new one. */
  readonly reused: boolean;
  /** The limits that the user set, and whether the file that ships keeps them. */
  readonly budgets: readonly JudgedBudget[];
  /** What the file is as a network; `null` where there is no file. */
  readonly network: Network | null;
  /** The products that the user named instead of the soc. */
  readonly devices: readonly Device[];
  /** What was changed in the file for the target's sake, in order; each change kept what it computes. */
  readonly rewrites: readonly Rewrite[];
}

/** One step on a model's way, shared by the builds that need its product. */
export interface Step {
  readonly name: "import" | "samples" | "quantize" | "legalize" | "compile" | "verify" | "package";
  readonly outcome: "done" | "skipped" | "failed";
  /** What it did in a few words, such as the rewrites of an import. */
  readonly detail: readonly string[];
  readonly seconds: number;
  readonly peakMemoryBytes: number;
}

/** A file of an artifact, relative to the build's folder. */
export interface ArtifactFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}
