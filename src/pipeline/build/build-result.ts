import type { CheckResult } from "../../check/check.ts";
import type { Finding } from "../../result/finding.ts";
import type { ModelConfig } from "../../config/config.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Target } from "../../targets/target.ts";
import { judgeBudgets } from "../budget/budget.ts";
import type { Candidate } from "../candidate/candidate.ts";
import type { Contract } from "../../result/contract.ts";
import type { Emulated } from "../verify/emulate.ts";
import type { Compilation } from "../compile/compile.ts";
import { type Failure, failureOf } from "./failure.ts";
import { fidelityFindings } from "../verify/fidelity-findings.ts";
import { mixedChannelFindings } from "../verify/mixed-channel-findings.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { ArtifactFile, BuildResult, Step } from "../../result/result.ts";
import { countMacsOf, describeNetwork } from "../verify/describe-network.ts";
import { verdictOf } from "../../result/verdict.ts";

/** All that was found out about a build that went through. */
export interface Outcome {
  readonly candidate: Candidate;
  readonly contract: Contract;
  readonly checked: CheckResult;
  readonly emulated: Emulated;
  /** `undefined` where no compiler stands between the file and the camera. */
  readonly compilation: Compilation | undefined;
  readonly files: readonly ArtifactFile[];
  readonly steps: readonly Step[];
  readonly toolchain: BuildResult["toolchain"];
  readonly graph: Graph;
}

/** What tells a build from others. */
export type BuildIdentity = Pick<
  BuildResult,
  "model" | "name" | "soc" | "precision" | "contentKey" | "reused" | "devices"
>;

/** The result of a build that went through: its findings decide the verdict. */
export function finishedBuild(model: ModelConfig, plan: BuildPlan, outcome: Outcome): BuildResult {
  const { candidate, checked, emulated, steps } = outcome;
  const { judgement, failure } = outcome.compilation ?? {};
  const uncompiled = findUncompiled(plan.target, steps);
  const failed = failure && failureOf(failure, model);
  const operators = countMacsOf(outcome.graph, judgement?.operators ?? checked.operators);
  const shipped = {
    operators,
    ...(judgement?.operators === undefined ? {} : { placementSource: "reported" as const }),
    segments: checked.segments ?? null,
    fidelity: emulated.fidelity,
    files: outcome.files,
  };
  const judged = judgeBudgets(plan.budgets, { ...shipped, target: plan.target });
  const findings = [
    ...judged.findings,
    ...(failed === undefined ? [] : [failed.finding]),
    ...(judgement?.findings ?? []),
    ...checked.findings,
    ...candidate.findings,
    ...mixedChannelFindings(outcome.graph, emulated, candidate.ranges),
    ...fidelityFindings(emulated, outcome.graph, model.task, plan.budgets),
    ...(uncompiled === undefined ? [] : [uncompiled]),
  ];
  return {
    ...identityOf(model, plan),
    ...verdictAndReason(plan.target, findings, failed, uncompiled),
    findings,
    ...shipped,
    steps,
    quantization: candidate.quantization,
    contract: outcome.contract,
    toolchain: outcome.toolchain,
    budgets: judged.budgets,
    network: describeNetwork(outcome.graph),
    rewrites: candidate.rewrites,
    layers: emulated.layers,
    ...(emulated.layersNote === undefined ? {} : { layersNote: emulated.layersNote }),
  };
}

function verdictAndReason(
  { compiler }: Target,
  findings: readonly Finding[],
  failed: Failure | undefined,
  uncompiled: Finding | undefined,
): Pick<BuildResult, "verdict" | "reason"> {
  if (failed !== undefined) return { verdict: failed.verdict, reason: failed.reason };
  const verdict = verdictOf(findings);
  if (uncompiled === undefined || compiler?.withoutIt !== "skipped") {
    return { verdict, reason: firstErrorOf(findings) };
  }
  return { verdict: verdict === "failed" ? verdict : "skipped", reason: uncompiled.evidence };
}

/** In a line, why a finished build failed; `null` where it did not. */
function firstErrorOf(findings: readonly Finding[]): string | null {
  const errors = findings.filter(({ severity }) => severity === "error");
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return errors[0] === undefined ? null : `${errors[0].evidence}${more}`;
}

/**
 * A build that could not be made keeps its place in the result, with why and what to do; `found` is what the rules had
 * said of the file by then.
 */
export function failedBuild(
  model: ModelConfig,
  plan: BuildPlan,
  error: unknown,
  found: readonly Finding[] = [],
): BuildResult {
  return emptyBuild(identityOf(model, plan), failureOf(error, model), found);
}

/** What is known of a build: which one it is, and why there is no more of it. */
export function emptyBuild(
  identity: BuildIdentity,
  { verdict, reason, finding }: Failure,
  found: readonly Finding[] = [],
): BuildResult {
  return {
    ...identity,
    verdict,
    reason,
    findings: [finding, ...found],
    operators: [],
    segments: null,
    steps: [],
    fidelity: null,
    quantization: null,
    contract: null,
    files: [],
    toolchain: {},
    budgets: [],
    network: null,
    rewrites: [],
    layers: null,
  };
}

function findUncompiled(target: Target, steps: readonly Step[]): Finding | undefined {
  const { compiler } = target;
  const step = steps.find(({ name, outcome }) => name === "compile" && outcome === "skipped");
  if (compiler === undefined || step === undefined) return undefined;
  return {
    code: "DLPU-COMPILE-SKIPPED",
    severity: compiler.withoutIt === "warned" ? "warning" : "info",
    subject: { name: target.builtFile },
    evidence: `${compiler.name} did not run, so there is no ${target.application.fileName} yet`,
    remedy: compiler.availability,
    source: compiler.source,
  };
}

function identityOf(
  model: ModelConfig,
  { target, precision, contentKey, devices }: BuildPlan,
): BuildIdentity {
  return {
    model: model.shownPath,
    name: model.name,
    soc: target.soc,
    precision,
    contentKey,
    reused: false,
    devices,
  };
}
