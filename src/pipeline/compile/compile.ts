import { COMPILED_FORMATS } from "../../targets/catalogue.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { Judgement } from "../../compilers/judgement.ts";
import { DlpuError, ToolchainError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { recognizeModel } from "../../graph/recognize-model.ts";
import { loadGraph } from "../../io/model-file.ts";
import type { CompilerCommand, CompilerFacts, Target } from "../../targets/target.ts";
import type { Compiler } from "../../toolchain/compiler.ts";
import { runCommand } from "./compile-command.ts";
import type { Step } from "../../result/result.ts";
import type { StepLimits } from "../step/tools.ts";

/** A bundle that is filled and lies in `folder`, and all that its compiler needs. */
export interface CompileJob {
  readonly target: Target;
  readonly facts: CompilerFacts;
  /** `undefined`: it is not on this machine. */
  readonly compiler: Compiler | undefined;
  readonly commands: readonly CompilerCommand[];
  readonly folder: string;
  readonly graph: Graph;
  readonly predicted: readonly OperatorPlacement[];
  readonly limits: StepLimits;
}

/** How the vendor's compiler ended. */
export interface Compilation {
  readonly step: Step;
  /** Why there is no product; the bundle and the logs are worth keeping all the same. */
  readonly failure?: DlpuError;
  readonly judgement?: Judgement;
  /** Name and version or hash of what ran. */
  readonly toolchain: Readonly<Record<string, string>>;
}

/** Runs the vendor's compiler on a bundle, checks what it made, and reads its report. */
export async function compile(job: CompileJob): Promise<Compilation> {
  const { facts, compiler } = job;
  if (compiler === undefined)
    return { step: stepOf("skipped", [facts.availability]), toolchain: {} };
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const toolchain = { [facts.tool]: versionOf(undefined, compiler) };
  try {
    const { output, notes, peakMemoryBytes } = await runCommands(job, compiler);
    const judgement = await judgeProduct(job, output);
    const detail = [`${facts.name}, ${compiler.identity}`, ...notes, ...(judgement?.summary ?? [])];
    return {
      step: stepOf("done", detail, seconds(), peakMemoryBytes),
      ...(judgement === undefined ? {} : { judgement }),
      toolchain: { [facts.tool]: versionOf(judgement, compiler) },
    };
  } catch (error) {
    if (!(error instanceof DlpuError)) throw error;
    return { step: stepOf("failed", [error.message], seconds()), failure: error, toolchain };
  }
}

async function runCommands(
  { facts, commands, folder, limits }: CompileJob,
  compiler: Compiler,
): Promise<{ output: string; notes: string[]; peakMemoryBytes: number }> {
  let output = "";
  let peakMemoryBytes = 0;
  const notes: string[] = [];
  for (const [index, command] of commands.entries()) {
    const number = index + 1;
    const result = await runCommand({ facts, compiler, command, number, folder, limits });
    output += `${result.output}\n`;
    peakMemoryBytes = Math.max(peakMemoryBytes, result.peakMemoryBytes);
    if (result.note !== undefined) notes.push(result.note);
  }
  return { output, notes, peakMemoryBytes };
}

async function judgeProduct(
  { target, facts, folder, graph, predicted }: CompileJob,
  output: string,
): Promise<Judgement | undefined> {
  const path = join(folder, facts.product);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || bytes.length === 0) {
    throw productError(facts, `wrote no ${facts.product}`, "NO-PRODUCT");
  }
  const recognized = recognizeModel(bytes, COMPILED_FORMATS);
  const kind = typeof recognized === "object" ? recognized.kind : recognized;
  const wanted = target.compiled?.kind ?? "tflite";
  if (kind !== wanted) {
    throw productError(
      facts,
      `its ${facts.product} is ${kind ?? "no model"}, not ${wanted}`,
      "WRONG-PRODUCT",
    );
  }
  if (bytes.length < (facts.leastProductBytes ?? 0)) {
    throw productError(
      facts,
      `its ${facts.product} has only ${bytes.length} bytes: a head without a program`,
      "CUT-OFF-PRODUCT",
    );
  }
  return facts.judge?.({ graph, product: await loadGraph(path), output, predicted });
}

function productError({ name }: CompilerFacts, what: string, code: string): ToolchainError {
  return new ToolchainError(
    `${name} ended without an error, but ${what}`,
    "Read its logs in the artifact's logs folder, and check that it is made for this chip.",
    { code: `DLPU-COMPILE-${code}` },
  );
}

function versionOf(judgement: Judgement | undefined, { identity, origin }: Compiler): string {
  return [judgement?.compilerVersion, identity, `from ${origin}`].filter(Boolean).join(", ");
}

function stepOf(
  outcome: Step["outcome"],
  detail: readonly string[],
  seconds = 0,
  peakMemoryBytes = 0,
): Step {
  return { name: "compile", outcome, detail, seconds, peakMemoryBytes };
}
