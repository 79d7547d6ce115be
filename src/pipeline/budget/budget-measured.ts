import type { Target } from "../../targets/target.ts";
import type { BuildResult } from "../../result/result.ts";

/** What budgets judge: the file that ships and what was found out about it. */
export interface Shipped extends Pick<
  BuildResult,
  "operators" | "placementSource" | "segments" | "fidelity" | "files"
> {
  readonly target: Target;
}

/** A number to hold against a limit, or why there is none. */
export type Measured =
  | { readonly kind: "measured"; readonly value: number; readonly on: string }
  /** Equal to the float model: no limit on losses can be broken. */
  | { readonly kind: "nothing lost" }
  | {
      readonly kind: "unknown";
      readonly reason: string;
      readonly remedy: string;
      /** Whether the user can give what is missing: then the budget counts as broken. */
      readonly owed: boolean;
    };
