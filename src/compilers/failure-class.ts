import type { ErrorKind } from "../errors.ts";

/** One known way in which a compiler fails: how it is recognised, whose it is, and what to do. */
export interface FailureClass {
  readonly code: string;
  /** Looked for in everything that the program wrote. */
  readonly pattern: RegExp;
  /** The only program whose failures are meant, where a compiler has several. */
  readonly program?: string;
  readonly owner: ErrorKind;
  /** A phrase that follows "because"; `$1` stands for the pattern's first group, and so on. */
  readonly cause: string;
  readonly remedy: string;
  /** Whether the same call may well succeed the next time. */
  readonly isFlaky?: boolean;
  readonly source: string;
}

/** How a compiler's program ended. */
export interface FailedRun {
  readonly program: string;
  readonly exitCode: number | undefined;
  readonly stopped: "timeout" | "memory" | "output" | "signal" | "missing" | undefined;
  readonly output: string;
}

/** A failure that was understood, or at least quoted. */
export interface CompilerFailure {
  readonly code: string;
  readonly owner: ErrorKind;
  /** Stands alone, without the compiler's name. */
  readonly message: string;
  readonly remedy: string;
  readonly isFlaky: boolean;
}

/** Finds out why a compiler failed: the first class that fits, else how it was stopped, else its fatal line. */
export function classifyFailure(classes: readonly FailureClass[], run: FailedRun): CompilerFailure {
  const stopped = run.stopped && STOPPED[run.stopped];
  if (stopped !== undefined) return { ...stopped, message: `${run.program} ${stopped.message}` };
  for (const one of classes) {
    if (one.program !== undefined && one.program !== run.program) continue;
    const match = one.pattern.exec(run.output);
    if (match !== null) return failureOf(one, run, match);
  }
  return unknownFailure(run);
}

/** The line that most likely says why: the first that speaks of an error, else the last one. */
export function findFatalLine(output: string): string {
  const lines = output.split("\n").flatMap((line) => line.trim() || []);
  const fatal = lines.find((line) => /\b(error|fatal|failed|aborting|exception)\b/i.test(line));
  return (fatal ?? lines.at(-1) ?? "it wrote nothing").slice(0, LONGEST_LINE);
}

const LONGEST_LINE = 300;
const LAST_LINES = 20;

const STOPPED: Readonly<Record<NonNullable<FailedRun["stopped"]>, CompilerFailure>> = {
  timeout: {
    code: "DLPU-COMPILE-TIMEOUT",
    owner: "environment",
    message: "was stopped at its time limit",
    remedy:
      "Run it on a faster machine or alone; if it hangs there too, the model is too much for it: make it smaller.",
    isFlaky: false,
  },
  memory: {
    code: "DLPU-COMPILE-MEMORY",
    owner: "environment",
    message: "was stopped because it took more memory than it may",
    remedy:
      "Use a machine with more memory, build fewer models at a time, or make the model smaller.",
    isFlaky: false,
  },
  output: {
    code: "DLPU-COMPILE-OUTPUT",
    owner: "toolchain",
    message: "was stopped because it wrote without end",
    remedy: "Read its log in the artifact's logs folder.",
    isFlaky: false,
  },
  signal: {
    code: "DLPU-COMPILE-CRASH",
    owner: "toolchain",
    message: "crashed",
    remedy:
      "Run again. If it crashes each time, take parts off the model's end until it does not, and report the part to the compiler's maker.",
    isFlaky: true,
  },
  missing: {
    code: "DLPU-COMPILE-MISSING",
    owner: "environment",
    message: "is not there or cannot be executed",
    remedy: "Repair the toolchain with `dlpu setup --verify`, or your own copy of it.",
    isFlaky: false,
  },
};

function failureOf(one: FailureClass, run: FailedRun, match: RegExpExecArray): CompilerFailure {
  const cause = one.cause.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "?");
  // A class of all failures of a program points at no line.
  const line = match[0] === "" ? findFatalLine(run.output) : lineOf(run.output, match.index);
  return {
    code: one.code,
    owner: one.owner,
    message: `${run.program} failed because ${cause}: ${line}`,
    remedy: one.remedy,
    isFlaky: one.isFlaky ?? false,
  };
}

function lineOf(output: string, position: number): string {
  const start = output.lastIndexOf("\n", position) + 1;
  const end = output.indexOf("\n", position);
  return output
    .slice(start, end === -1 ? undefined : end)
    .trim()
    .slice(0, LONGEST_LINE);
}

function unknownFailure({ program, exitCode, output }: FailedRun): CompilerFailure {
  const last = output.trim().split("\n").slice(-LAST_LINES).join("\n");
  return {
    code: "DLPU-COMPILE-UNKNOWN",
    owner: "toolchain",
    message: `${program} failed with exit status ${exitCode ?? "unknown"}: ${findFatalLine(output)}`,
    remedy: `Its last lines: ${last}`,
    isFlaky: false,
  };
}
