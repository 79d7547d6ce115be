import type { CompilerFacts } from "../../targets/target.ts";
import type { Compiler } from "../../toolchain/compiler.ts";
import type { WorkerEnvironmentName } from "../../toolchain/worker-environment.ts";
import type { WorkerChannel } from "../../worker/channel.ts";

/** What the pipeline's steps use of the world outside of dlpu. */
export interface Tools {
  /** Installs an environment of the worker on first use and starts it. */
  readonly worker: (environment: WorkerEnvironmentName) => Promise<WorkerChannel>;
  /** Versions of everything in the worker's core environment that makes or judges a file. */
  readonly versions: () => Promise<Readonly<Record<string, string>>>;
  /** The vendor's compiler for a target, where this machine has it. */
  readonly compiler: (facts: CompilerFacts) => Promise<Compiler | undefined>;
  readonly limits: StepLimits;
  /** Told what is being done, for a person who waits. */
  readonly onStep: (model: string, step: string) => void;
}

/** Bounds of every step that runs a model, or a converter on it. */
export interface StepLimits {
  readonly timeoutMs: number;
  readonly memoryBytes: number;
}
