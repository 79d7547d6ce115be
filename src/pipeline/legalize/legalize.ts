import { join } from "node:path";
import { check } from "../../check/check.ts";
import { DlpuError } from "../../errors.ts";
import { loadGraph } from "../../io/model-file.ts";
import { findTfliteRuntime } from "../../check/axis-os-runtime.ts";
import { type Legalizing, newestVersions, type WantedRewrite } from "../../targets/legalizing.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { Candidate } from "../candidate/candidate.ts";
import { findCured, findSites, isBetter, type Judged } from "./legalize-sites.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { BuildPlan } from "../plan/plan.ts";
import { mergeSteps, runStep } from "../step/run-step.ts";
import type { Step } from "../../result/result.ts";
import { describeProof, type Rewrite } from "../../result/rewrite.ts";
import type { Samples } from "../samples/samples.ts";

/** A file on its way through the rewrites. */
interface State extends Judged {
  readonly path: string;
  readonly rewrites: readonly Rewrite[];
  readonly steps: readonly Step[];
}

/**
 * The file in the form that its target takes best; the given candidate itself where no rewrite is called for.
 *
 * A rewrite that its proof refuses, or that cannot be tried, leaves the file as it was and says so in the step.
 */
export async function legalize(
  work: ModelWork,
  plan: BuildPlan,
  candidate: Candidate,
  samples: () => Promise<Samples>,
): Promise<Candidate> {
  const { legalizing } = plan.target;
  if (legalizing === undefined) return candidate;
  const judged = await judge(plan, candidate.path);
  let state: State = { path: candidate.path, ...judged, rewrites: [], steps: [] };
  for (const wanted of legalizing.rewrites) {
    state = await tryRewrite(work, plan, legalizing, wanted, state, samples);
  }
  const { path, rewrites } = state;
  const told = state.steps.filter(({ detail }) => detail.length > 0);
  if (told.length === 0) return candidate;
  const steps = [...candidate.steps, mergeSteps("legalize", state.steps)];
  return { ...candidate, path, rewrites, steps };
}

async function tryRewrite(
  work: ModelWork,
  plan: BuildPlan,
  legalizing: Legalizing,
  wanted: WantedRewrite,
  state: State,
  samples: () => Promise<Samples>,
): Promise<State> {
  const operators = findSites(wanted, state);
  if (operators === undefined) return state;
  const outPath = join(work.folder, `${plan.target.soc}-${wanted.name}.tflite`);
  const call = {
    name: "legalize",
    environment: "core",
    method: "legalize",
    params: {
      tflitePath: state.path,
      rewrite: wanted.name,
      operators,
      newest: newestVersions(state.graph, runtimesOf(plan, legalizing), legalizing.newest),
      kernels: legalizing.kernels ?? [],
      samplesDir: (await samples()).folder,
      outPath,
    },
  } as const;
  try {
    const { value, step } = await runStep(work, call, (result) => describe(wanted, result));
    const steps = [...state.steps, step];
    if (value.proof === null || value.refusal !== null) return { ...state, steps };
    const judged = await judge(plan, outPath);
    if (!isBetter(state.checked, judged.checked)) return state;
    const cured = findCured(wanted, state.checked, judged.checked);
    const { changed, bound, proof } = value;
    const rewrite = { name: wanted.name, changed, cured, proof: { bound, ...proof } };
    return { path: outPath, ...judged, rewrites: [...state.rewrites, rewrite], steps };
  } catch (error) {
    if (!(error instanceof DlpuError)) throw error;
    const detail = [`${wanted.name} could not be tried: ${error.message}`];
    const step = { name: "legalize", outcome: "failed", detail, seconds: 0 } as const;
    return { ...state, steps: [...state.steps, { ...step, peakMemoryBytes: 0 }] };
  }
}

async function judge({ target, axisOs }: BuildPlan, path: string): Promise<Judged> {
  const graph = await loadGraph(path);
  return { graph, checked: check(graph, target, { axisOs }) };
}

/** What must be able to read the file: the target's compiler, and the runtime of the AXIS OS asked for where it is public. */
function runtimesOf({ axisOs }: BuildPlan, { tensorflow }: Legalizing): string[] {
  const known = axisOs === undefined ? undefined : findTfliteRuntime(axisOs)?.version;
  return [tensorflow, known].filter((version) => version !== undefined);
}

const MOST_NAMED = 3;

function describe({ name }: WantedRewrite, result: MethodResult<"legalize">): string[] {
  const { changed, bound, proof, refusal } = result;
  if (changed.length === 0) return refusal === null ? [] : [`${name} left out: ${refusal}`];
  if (refusal !== null) return [`${name} left out: ${refusal}; allowed: ${bound}`];
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : "";
  const what = `${name}: ${changed.slice(0, MOST_NAMED).join("; ")}${more}`;
  return proof === null ? [what] : [`${what} (${describeProof({ bound, ...proof })})`];
}
