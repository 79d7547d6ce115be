import type { WorkerEnvironmentName } from "../../toolchain/worker-environment.ts";
import type { Method, MethodParams } from "../../worker/method-params.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { Step } from "../../result/result.ts";
import type { ModelWork } from "./model-work.ts";

/** What a step made, with the account of how. */
export interface Product<T> {
  readonly value: T;
  readonly step: Step;
}

/** One call of the worker as a step of the pipeline. */
export interface StepCall<M extends Method> {
  readonly name: Step["name"];
  readonly environment: WorkerEnvironmentName;
  readonly method: M;
  readonly params: MethodParams[M];
}

/** Runs a step in the worker; `describe` says in a few words what it did. */
export async function runStep<M extends Method>(
  { model, tools }: ModelWork,
  call: StepCall<M>,
  describe: (result: MethodResult<M>) => readonly string[],
): Promise<Product<MethodResult<M>>> {
  tools.onStep(model.shownPath, call.name);
  const worker = await tools.worker(call.environment);
  const reply = await worker.call(call.method, call.params, tools.limits);
  return {
    value: reply.result,
    step: {
      name: call.name,
      outcome: "done",
      detail: [...describe(reply.result), ...reply.missingWalls.map(describeMissingWall)],
      seconds: reply.seconds,
      peakMemoryBytes: reply.peakMemoryBytes,
    },
  };
}

/** What a step ran without: SECURITY.md says what each wall keeps. */
function describeMissingWall(wall: string): string {
  return `ran without the kernel's wall around ${wall}, which this machine lacks`;
}

/** One step for the reader out of the calls that it took. */
export function mergeSteps(name: Step["name"], steps: readonly Step[]): Step {
  return {
    name,
    outcome: "done",
    detail: steps.flatMap(({ detail }) => detail),
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    peakMemoryBytes: Math.max(0, ...steps.map(({ peakMemoryBytes }) => peakMemoryBytes)),
  };
}
