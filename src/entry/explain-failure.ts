import { CommanderError } from "commander";
import type { ErrorKind } from "../errors.ts";
import { InternalError, ownedError } from "../errors.ts";
import type { Log } from "../io/log.ts";

/** The exit status of a command that could not do its work. */
const EXIT_STATUS: Readonly<Record<ErrorKind, number>> = { user: 2, toolchain: 3, environment: 3 };

/** Tells a person why a command stopped and what to do, and gives the exit status for it. */
export function explainFailure(error: unknown, log: Log): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const owned = ownedError(error);
  log.line(`error: ${owned.message}`);
  log.line(`  ${owned.remedy}`);
  if (owned instanceof InternalError && error instanceof Error && error.stack !== undefined) {
    for (const line of error.stack.split("\n").slice(1, 12)) log.line(line);
  }
  return EXIT_STATUS[owned.kind];
}
