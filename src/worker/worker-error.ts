import { EnvironmentError, ToolchainError, UserError } from "../errors.ts";
import type { DlpuError } from "../errors.ts";
import type { ErrorReply } from "./protocol.ts";

type ErrorClass = new (
  message: string,
  remedy: string,
  options: ErrorOptions & { code?: string },
) => DlpuError;

/** Whose problem each kind of failed step is: a library that aborts on a model has failed, a limit is the machine's. */
const CLASSES: Readonly<Record<ErrorReply["kind"], ErrorClass>> = {
  user: UserError,
  toolchain: ToolchainError,
  crashed: ToolchainError,
  timeout: EnvironmentError,
  memory: EnvironmentError,
  cancelled: EnvironmentError,
};

/** The error that a failed step stands for; `subject` is the model as the user knows it. */
export function workerError(reply: ErrorReply, subject: string): DlpuError {
  const detail = reply.detail === "" ? {} : { cause: new Error(reply.detail) };
  const options = { ...detail, code: `DLPU-${reply.code.toUpperCase()}` };
  const message = reply.message.includes(subject) ? reply.message : `${subject}: ${reply.message}`;
  return new CLASSES[reply.kind](message, reply.remedy, options);
}
