import type { WorkerEnvironmentName } from "../toolchain/worker-environment.ts";
import type { Method, Params, Result } from "../worker/protocol.ts";
import type { Step } from "./result.ts";
import type { Tools } from "./tools.ts";

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
  readonly params: Params<M>;
  /** The model's path as shown to the user. */
  readonly model: string;
}

/** Runs a step in the worker; `describe` says in a few words what it did. */
export async function runStep<M extends Method>(
  tools: Tools,
  call: StepCall<M>,
  describe: (result: Result<M>) => readonly string[],
): Promise<Product<Result<M>>> {
  tools.onStep(call.model, call.name);
  const worker = await tools.worker(call.environment);
  const reply = await worker.call(call.method, call.params, {
    ...tools.limits,
    subject: call.model,
  });
  return {
    value: reply.result,
    step: {
      name: call.name,
      outcome: "done",
      detail: describe(reply.result),
      seconds: reply.seconds,
      peakMemoryBytes: reply.peakMemoryBytes,
    },
  };
}
