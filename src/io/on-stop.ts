import { constants } from "node:os";

/**
 * Runs a last, synchronous act when a person or the system stops the process (Ctrl-C, a polite kill), then ends it with
 * the shell's status for that signal.
 *
 * @returns a function that takes the act back.
 */
export function onStop(act: () => void): () => void {
  const stop = (signal: "SIGINT" | "SIGTERM"): void => {
    act();
    process.exit(128 + constants.signals[signal]);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  return () => {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  };
}
