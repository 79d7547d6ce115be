import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { killGroup, killGroupAtExit } from "./process-group.ts";
import { watchMemory } from "./process-memory.ts";
import { isSecretName } from "./secrets.ts";

/** Bounds of one program run; whatever exceeds one is stopped with all its children. */
export interface ProcessLimits {
  readonly timeoutMs: number;
  /** Resident memory of the program and all its children together, looked at ten times a second (Linux). */
  readonly memoryBytes?: number;
  /** Of each of the two streams; 4 MiB unless told. */
  readonly outputBytes?: number;
}

export interface ProcessOptions extends ProcessLimits {
  readonly cwd?: string;
  /** On top of what `allowedEnvironment` passes on. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a finished program left behind. */
export interface ProcessResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not finish by itself, if so. */
  readonly stopped: StopReason | undefined;
  readonly seconds: number;
  /** Highest resident memory seen; 0 where it was not watched. */
  readonly peakMemoryBytes: number;
}

export type StopReason = "timeout" | "memory" | "output" | "signal" | "missing";

const DEFAULT_OUTPUT_BYTES = 4 * 1024 * 1024;

/** Environment variables that a program may see: paths, locale, proxies and package indexes, never tokens. */
const ALLOWED_ENVIRONMENT =
  /^(PATH|HOME|TMPDIR|TEMP|LANG|LC_\w+|TZ|USER|XDG_\w+|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|PIP_\w+|UV_\w+|PYENV_ROOT|(?:HTTPS?|NO|ALL)_PROXY|LD_LIBRARY_PATH)$/i;

/** The part of an environment that is safe to hand to a program that we did not write. */
export function allowedEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && ALLOWED_ENVIRONMENT.test(entry[0]) && !isSecretName(entry[0]),
    ),
  );
}

/**
 * Runs a program with an argument array (never a shell) in a process group of its own and collects its output.
 *
 * When the program ends, for whatever reason, all that it left running ends with it.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const started = performance.now();
  const running = execa(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...allowedEnvironment(process.env), ...options.environment },
    extendEnv: false,
    maxBuffer: options.outputBytes ?? DEFAULT_OUTPUT_BYTES,
    stdin: "ignore",
    detached: true, // A group of its own, so that children of the program can be ended with it.
    reject: false,
  });
  const guard = guardGroup(running.pid, options);
  running.on("exit", guard.end); // A child that holds the output open must not keep us waiting.
  const result = await running;
  guard.end();
  return {
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr,
    stopped: guard.stoppedBy() ?? stoppedBy(result),
    seconds: (performance.now() - started) / 1000,
    peakMemoryBytes: guard.peakMemoryBytes(),
  };
}

interface Guard {
  /** Ends what is left of the group and the watch over it. */
  readonly end: () => void;
  readonly stoppedBy: () => StopReason | undefined;
  readonly peakMemoryBytes: () => number;
}

/** Ends a process group at its limits, and with us. */
function guardGroup(pid: number | undefined, limits: ProcessLimits): Guard {
  if (pid === undefined) return NO_GUARD;
  let reason: StopReason | undefined;
  const stop = (why: StopReason): void => {
    reason ??= why;
    killGroup(pid);
  };
  const timer = setTimeout(() => {
    stop("timeout");
  }, limits.timeoutMs);
  const memory = watchMemory(pid, limits.memoryBytes ?? Infinity, () => {
    stop("memory");
  });
  const forget = killGroupAtExit(pid);
  let ended = false;
  return {
    end: () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      memory.stop();
      forget();
      killGroup(pid);
    },
    stoppedBy: () => reason,
    peakMemoryBytes: memory.peakBytes,
  };
}

const NO_GUARD: Guard = {
  end: () => undefined,
  stoppedBy: () => undefined,
  peakMemoryBytes: () => 0,
};

function stoppedBy(result: {
  isMaxBuffer: boolean;
  code?: string | undefined;
  signal?: string | undefined;
}): StopReason | undefined {
  if (result.code === "ENOENT" || result.code === "EACCES") return "missing";
  if (result.isMaxBuffer) return "output";
  return result.signal === undefined ? undefined : "signal";
}

/** The folder that holds a program: the one that an environment variable names, else the first on the `PATH`. */
export async function findProgramFolder(
  program: string,
  variable: string,
): Promise<string | undefined> {
  const named = process.env[variable];
  const folders = [
    ...(named === undefined || named === "" ? [] : [named]),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  for (const folder of folders) {
    if (await isExecutable(join(folder, program))) return folder;
  }
  return undefined;
}

/** Whether a file is there and may be executed. */
export async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
