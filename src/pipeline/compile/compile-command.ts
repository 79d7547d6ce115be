import { join } from "node:path";
import { classifyFailure, type CompilerFailure } from "../../compilers/failure-class.ts";
import { type DlpuError, EnvironmentError, ToolchainError, UserError } from "../../errors.ts";
import { writeFileAtomic } from "../../io/files.ts";
import type { ProcessResult } from "../../io/process.ts";
import type { CompilerCommand, CompilerFacts } from "../../targets/target.ts";
import type { Compiler } from "../../toolchain/compiler.ts";
import { runCompilerCommand } from "../../toolchain/compiler-command.ts";
import type { StepLimits } from "../step/tools.ts";

/** One command of a compiler, and where it runs. */
export interface CommandRun {
  readonly facts: CompilerFacts;
  readonly compiler: Compiler;
  readonly command: CompilerCommand;
  /** From 1, for the name of its log. */
  readonly number: number;
  readonly folder: string;
  readonly limits: StepLimits;
}

/** What a command that went well left. */
export interface CommandResult {
  readonly output: string;
  readonly peakMemoryBytes: number;
  /** Told where the first try failed in a way that is known to pass. */
  readonly note: string | undefined;
}

/**
 * Runs a command, a second time after a failure that is known to come and go; each run's output stays as a log.
 *
 * @throws UserError, ToolchainError or EnvironmentError, as the failure's class says.
 */
export async function runCommand(run: CommandRun): Promise<CommandResult> {
  const first = await runOnce(run, "");
  if (first.failure === undefined) return { ...first, note: undefined };
  if (!first.failure.isFlaky) throw errorOf(run, first.failure);
  const second = await runOnce(run, "-second-try");
  if (second.failure !== undefined) throw errorOf(run, second.failure);
  return { ...second, note: `second try: ${first.failure.message}` };
}

interface Tried {
  readonly output: string;
  readonly peakMemoryBytes: number;
  readonly failure: CompilerFailure | undefined;
}

async function runOnce(
  { facts, compiler, command, number, folder, limits }: CommandRun,
  suffix: string,
): Promise<Tried> {
  const [program] = command;
  const result = await runCompilerCommand(compiler, command, { cwd: folder, ...limits });
  const output = `${result.stdout}\n${result.stderr}`;
  const log = join(folder, "logs", `${number}-${program}${suffix}.log`);
  await writeFileAtomic(log, `$ ${command.join(" ")}\n${output}\n${endOf(result)}\n`);
  const { exitCode, stopped, peakMemoryBytes } = result;
  const failed = exitCode !== 0 || stopped !== undefined;
  const failure = failed
    ? classifyFailure(facts.failures, { program, exitCode, stopped, output })
    : undefined;
  return { output, peakMemoryBytes, failure };
}

function endOf({ stopped, exitCode }: ProcessResult): string {
  return `# ${stopped === undefined ? `exit status ${exitCode ?? "unknown"}` : `stopped: ${stopped}`}`;
}

const ERROR_CLASSES = {
  user: UserError,
  toolchain: ToolchainError,
  environment: EnvironmentError,
} as const;

function errorOf({ facts }: CommandRun, failure: CompilerFailure): DlpuError {
  const { code, message, remedy, owner } = failure;
  return new ERROR_CLASSES[owner](`${facts.name}: ${message}`, remedy, { code });
}
