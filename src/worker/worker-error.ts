import { EnvironmentError, ToolchainError, UserError, type DlpuError } from "../errors.ts";
import type { Cost, ErrorReply } from "./protocol.ts";

/** What a failed step leaves beside its message; the `cause` of the error thrown for it. */
export class WorkerFailure extends Error {
  readonly reply: ErrorReply;
  readonly cost: Cost;

  constructor(reply: ErrorReply, cost: Cost) {
    super(reply.detail || reply.message);
    this.name = "WorkerFailure";
    this.reply = reply;
    this.cost = cost;
  }
}

/** The error class that a worker's reply belongs to, with the reply as its cause. */
export function workerError(reply: ErrorReply, cost: Cost): DlpuError {
  const code = DOCUMENTED_RULE.test(reply.code) ? reply.code : `DLPU-${reply.code.toUpperCase()}`;
  const options = { cause: new WorkerFailure(reply, cost), code };
  switch (reply.kind) {
    case "user":
      return new UserError(reply.message, reply.remedy, options);
    case "toolchain":
    case "crashed":
      return new ToolchainError(reply.message, reply.remedy, options);
    case "timeout":
    case "memory":
    case "disk":
    case "cancelled":
      return new EnvironmentError(reply.message, reply.remedy, options);
  }
}

/** A code of docs/rules.md stands as it is; the worker's own words get a prefix. */
const DOCUMENTED_RULE = /^[A-Z]/;
