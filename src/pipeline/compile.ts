import { join } from "node:path";
import { ToolchainError } from "../errors.ts";
import { exists, writeFileAtomic } from "../io/files.ts";
import { findProgramFolder, runProcess } from "../io/process.ts";
import type { CompilerCommand, CompilerFacts } from "../targets/target.ts";
import type { Step } from "./result.ts";

/** How the vendor's compiler ended on a bundle that is filled and lies in `folder`. */
export async function compile(
  compiler: CompilerFacts,
  commands: readonly CompilerCommand[],
  folder: string,
  timeoutMs: number,
): Promise<Step> {
  const programs = await findProgramFolder(compiler.program, compiler.environmentVariable);
  if (programs === undefined) return skipped(compiler);
  const started = performance.now();
  for (const [index, command] of commands.entries()) {
    await runCompilerStep(compiler, command, index, { folder, programs, timeoutMs });
  }
  if (!(await exists(join(folder, compiler.product)))) {
    throw new ToolchainError(
      `${compiler.name} ended without an error but wrote no ${compiler.product}`,
      "Read its logs in the artifact's logs folder.",
      { code: "DLPU-COMPILE-NO-PRODUCT" },
    );
  }
  return {
    name: "compile",
    outcome: "done",
    detail: [`${compiler.name} from ${programs}`],
    seconds: (performance.now() - started) / 1000,
    peakMemoryBytes: 0,
  };
}

function skipped(compiler: CompilerFacts): Step {
  return {
    name: "compile",
    outcome: "skipped",
    detail: [compiler.availability],
    seconds: 0,
    peakMemoryBytes: 0,
  };
}

async function runCompilerStep(
  compiler: CompilerFacts,
  [program, ...args]: CompilerCommand,
  index: number,
  where: { folder: string; programs: string; timeoutMs: number },
): Promise<void> {
  const result = await runProcess(join(where.programs, program), args, {
    cwd: where.folder,
    timeoutMs: where.timeoutMs,
    environment: { PATH: `${where.programs}:${process.env["PATH"] ?? ""}` },
  });
  const log = `$ ${[program, ...args].join(" ")}\n${result.stdout}\n${result.stderr}\n`;
  await writeFileAtomic(join(where.folder, "logs", `${index + 1}-${program}.log`), log);
  if (result.exitCode === 0) return;
  const fatal = `${result.stdout}\n${result.stderr}`.trim().split("\n").at(-1) ?? "";
  throw new ToolchainError(
    `${compiler.name}: ${program} failed (${result.stopped ?? `exit status ${result.exitCode ?? "none"}`}): ${fatal}`,
    "Read the lines above this one in the log; run compile.sh in the bundle to try it by hand.",
    { code: "DLPU-COMPILE-FAILED", cause: new Error(log.slice(-4_000)) },
  );
}
