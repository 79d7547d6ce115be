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
