import type { CompilerCommand, CompilerFacts } from "../../targets/target.ts";

/** Renders the vendor compiler's calls as a POSIX shell script that a person can run in the bundle's folder. */
export function renderCompileScript(
  compiler: CompilerFacts,
  commands: readonly CompilerCommand[],
): string {
  return [
    "#!/bin/sh",
    `# ${compiler.name}: run in this folder, with its programs on the PATH.`,
    `# Source: ${compiler.source}`,
    "set -eu",
    'cd "$(dirname "$0")"',
    ...commands.map((command) => command.map(quote).join(" ")),
    "",
  ].join("\n");
}

/** Quotes a word for POSIX shells; words come from the model, so nothing in them may be special. */
function quote(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
