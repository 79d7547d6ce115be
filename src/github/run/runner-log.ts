import type { Log } from "../../io/log.ts";
import { printable } from "../../words/text.ts";

/** A log for a workflow's page: lines that stay, no status, and nothing in them that a runner would obey. */
export function openRunnerLog(write: (text: string) => void = writeOut): Log {
  return {
    line: (text) => {
      write(`${withoutCommands(text)}\n`);
    },
    status: () => undefined,
    close: () => undefined,
  };
}

/** A foldable part of the log. */
export function logGroup(title: string, lines: readonly string[], log: Log): void {
  writeOut(`::group::${escapeData(withoutCommands(title))}\n`);
  for (const line of lines) log.line(line);
  writeOut("::endgroup::\n");
}

/**
 * Makes one printable line of untrusted text that no runner takes for a command.
 *
 * A runner obeys `::name::` at the start of a line and the older `##[name]` anywhere in it
 * (actions/runner, ActionCommand.cs, read 2026-11-22); a zero-width space inside of the mark stops both.
 */
export function withoutCommands(text: string): string {
  return printable(text).replaceAll("::", ":\u200b:").replaceAll("##[", "##\u200b[");
}

/** As a runner decodes what follows a command. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25");
}

function writeOut(text: string): void {
  process.stdout.write(text);
}
