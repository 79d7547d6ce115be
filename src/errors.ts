/** Whose problem a failure is; decides the exit status and the verdict. */
export type ErrorKind = "user" | "toolchain" | "environment";

/**
 * A failure with an owner and a way out.
 *
 * `message` stands alone: what failed, on which file, why. `remedy` says what to do next. `code` is stable, for tests,
 * reports and searches.
 */
export abstract class DlpuError extends Error {
  abstract readonly kind: ErrorKind;
  readonly remedy: string;
  readonly code: string;

  constructor(message: string, remedy: string, options: ErrorOptions & { code?: string } = {}) {
    super(message, options);
    this.remedy = remedy;
    this.code = options.code ?? "DLPU-ERROR";
    this.name = new.target.name;
  }
}

/** The user's repository or command line must change. */
export class UserError extends DlpuError {
  readonly kind = "user";
}

/** A converter, quantizer or compiler refused the model or crashed on it. */
export class ToolchainError extends DlpuError {
  readonly kind = "toolchain";
}

/** The machine failed: network, disk, permission, memory, time. */
export class EnvironmentError extends DlpuError {
  readonly kind = "environment";
}

/** dlpu itself failed, in a way that nobody foresaw: it says nothing about the model. */
export class InternalError extends DlpuError {
  readonly kind = "toolchain";
}

/** The failure behind anything that was thrown: its own, the machine's where the system said so, else dlpu's. */
export function ownedError(error: unknown): DlpuError {
  if (error instanceof DlpuError) return error;
  const systemCode = error instanceof Error && "code" in error ? String(error.code) : "";
  const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  if (DISK_FULL.has(systemCode)) {
    return new EnvironmentError(
      `The disk is full: ${message}`,
      "Free space where the output, the cache (DLPU_CACHE) and temporary files (TMPDIR) lie, and run again.",
      { code: "DLPU-DISK-FULL", cause: error },
    );
  }
  if (MACHINE.has(systemCode)) {
    return new EnvironmentError(
      `The machine refused: ${message}`,
      "Check the permissions, and the limits on open files and memory; then run again.",
      { code: `DLPU-${systemCode}`, cause: error },
    );
  }
  const name = error instanceof Error ? error.name : "an error";
  return new InternalError(
    `dlpu itself failed with ${name}: ${message.slice(0, 300)}`,
    "Please report this to the dlpu project, with the model if you may share it, else with what `dlpu inspect --json` says of it.",
    { code: "DLPU-INTERNAL", cause: error },
  );
}

/** errno(3): no space, or no more of it for this user. */
const DISK_FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);
const MACHINE: ReadonlySet<string> = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOMEM",
  "EFBIG",
  "EBUSY",
]);
