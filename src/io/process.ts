import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** What a finished program left behind. */
export interface ProcessResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not finish by itself, if so. */
  readonly stopped: "timeout" | "signal" | "missing" | undefined;
}

/** Environment variables that a program may see: paths, locale, proxies and package indexes, never tokens. */
const ALLOWED_ENVIRONMENT =
  /^(PATH|HOME|TMPDIR|TEMP|LANG|LC_\w+|TZ|USER|XDG_\w+|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|PIP_\w+|UV_\w+|PYENV_ROOT|(?:HTTPS?|NO|ALL)_PROXY|LD_LIBRARY_PATH)$/i;
const SECRET = /TOKEN|SECRET|PASSWORD|CREDENTIAL/i;

/** The part of an environment that is safe to hand to a program that we did not write. */
export function allowedEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && ALLOWED_ENVIRONMENT.test(entry[0]) && !SECRET.test(entry[0]),
    ),
  );
}

/** Runs a program with an argument array (never a shell) and collects its output, at most 4 MiB a stream. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: { cwd?: string; timeoutMs: number; environment?: Record<string, string> },
): Promise<ProcessResult> {
  const result = await execa(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...allowedEnvironment(process.env), ...options.environment },
    extendEnv: false,
    timeout: options.timeoutMs,
    maxBuffer: 4 * 1024 * 1024,
    stdin: "ignore",
    forceKillAfterDelay: 2_000,
    reject: false,
  });
  return {
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr,
    stopped: stoppedBy(result),
  };
}

function stoppedBy(result: {
  timedOut: boolean;
  code?: string | undefined;
  signal?: string | undefined;
}): ProcessResult["stopped"] {
  if (result.timedOut) return "timeout";
  if (result.code === "ENOENT" || result.code === "EACCES") return "missing";
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

async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
