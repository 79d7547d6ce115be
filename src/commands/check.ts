import { checkBeforeImport, checkCompiled } from "../check/check-opaque.ts";
import { check, findingOf } from "../check/check.ts";
import { renderShape } from "../check/evidence.ts";
import type { Finding } from "../result/finding.ts";
import { contextOf } from "../check/operator-table.ts";
import { unreadableFile } from "../check/rules/format.ts";
import { type DlpuError, ownedError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { ModelParseError } from "../graph/model-parse-error.ts";
import { sha256, sha256File, sha256Folder } from "../io/hash.ts";
import { loadModelFile, type ModelFile } from "../io/model-file.ts";
import type { Verdict } from "../result/result.ts";
import { verdictOf } from "../result/verdict.ts";
import type { CheckedModel, CheckReport, OperatorRow, SocResult } from "../report/check-report.ts";
import { targetOf } from "../targets/catalogue.ts";
import { parseSocList, type SocChoice } from "../targets/parse-soc-list.ts";

export interface CheckOptions {
  /** Model files and SavedModel folders, as the user names them. */
  readonly models: readonly string[];
  /** `all`, or a list such as `artpec-8,artpec-9@12.11`. */
  readonly socs: string;
}

export interface CheckOutcome {
  readonly report: CheckReport;
  /** 0 nothing failed, 1 a model failed its checks, 2 a path is wrong, 3 the machine failed. */
  readonly exitStatus: 0 | 1 | 2 | 3;
}

/**
 * Checks every model for every soc, statically. A model that cannot be read fails; the others go on.
 *
 * @throws UserError when the list of socs has a word that is none.
 */
export async function runCheck({ models, socs }: CheckOptions): Promise<CheckOutcome> {
  const choices = parseSocList(socs);
  const checked: CheckedModel[] = [];
  let worst: CheckOutcome["exitStatus"] = 0;
  for (const path of models) {
    const { model, exitStatus } = await checkModel(path, choices);
    checked.push(model);
    if (exitStatus > worst) worst = exitStatus;
  }
  return { report: { models: checked }, exitStatus: worst };
}

interface ModelOutcome {
  readonly model: CheckedModel;
  readonly exitStatus: CheckOutcome["exitStatus"];
}

async function checkModel(path: string, choices: readonly SocChoice[]): Promise<ModelOutcome> {
  try {
    const file = await loadModelFile(path);
    const results = choices.map((choice) => checkOrExplain(file, choice));
    const operators = "graph" in file ? listOperatorRows(file.graph) : [];
    return {
      model: { path, sha256: await hashOf(file), operators, results },
      exitStatus: worstOf(results.map(({ verdict }) => verdict)),
    };
  } catch (error) {
    return describeFailure(path, choices, error);
  }
}

/** A rule that breaks on a file is no reason to judge it for no other soc. */
function checkOrExplain(file: ModelFile, choice: SocChoice): SocResult {
  try {
    return checkFile(file, choice);
  } catch (error) {
    return withoutPlacement(choice.soc, internalFinding(ownedError(error)), "errored");
  }
}

function worstOf(verdicts: readonly Verdict[]): CheckOutcome["exitStatus"] {
  if (verdicts.includes("errored")) return 3;
  return verdicts.includes("failed") ? 1 : 0;
}

function checkFile(file: ModelFile, { soc, axisOs }: SocChoice): SocResult {
  const target = targetOf(soc);
  if ("graph" in file) {
    const { findings, operators, segments } = check(file.graph, target, { axisOs });
    return { soc, findings, operators, segments, verdict: verdictOf(findings) };
  }
  const finding =
    file.kind === "compiled" ? checkCompiled(file.format, target) : checkBeforeImport(file.kind);
  return withoutPlacement(soc, finding, finding.severity === "info" ? "skipped" : undefined);
}

/** For what has no graph: a finding, and a verdict that is never green. */
function withoutPlacement(
  soc: SocChoice["soc"],
  finding: Finding,
  verdict: Verdict = verdictOf([finding]),
): SocResult {
  return { soc, findings: [finding], operators: [], segments: undefined, verdict };
}

function listOperatorRows(graph: Graph): readonly OperatorRow[] {
  return contextOf(graph).subgraph.operators.map(({ index, name, customName, outputs }) => ({
    index,
    name: customName ?? name,
    outputShape: outputs[0] === undefined ? "" : renderShape(outputs[0]),
  }));
}

async function hashOf(file: ModelFile): Promise<string> {
  if ("bytes" in file) return sha256(file.bytes);
  return file.kind === "saved-model" ? sha256Folder(file.path) : sha256File(file.path);
}

/** A file that cannot be read fails for every soc; what is not the file's fault is errored. */
function describeFailure(
  path: string,
  choices: readonly SocChoice[],
  thrown: unknown,
): ModelOutcome {
  const error = ownedError(thrown);
  const isUser = error.kind === "user";
  const { message: evidence, remedy } = error;
  const finding = isUser
    ? findingOf(unreadableFile, { subject: {}, evidence, remedy })
    : internalFinding(error);
  const results = choices.map(({ soc }) =>
    withoutPlacement(soc, finding, isUser ? "failed" : "errored"),
  );
  return {
    model: { path, sha256: undefined, operators: [], results },
    exitStatus: exitStatusOf(error),
  };
}

/** What is not the file's fault. */
function internalFinding({ code, message: evidence, remedy }: DlpuError): Finding {
  return { code, severity: "error", subject: {}, evidence, remedy, source: "dlpu" };
}

function exitStatusOf(error: DlpuError): CheckOutcome["exitStatus"] {
  if (error instanceof ModelParseError) return 1;
  return error.kind === "user" ? 2 : 3;
}
