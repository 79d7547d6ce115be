import { execa } from "execa";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** Starts the command line as a user would, in a folder; a failing exit status does not throw. */
export function runDlpu(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const cli = join(ROOT, "src", "entry", "cli.ts");
  return execa(process.execPath, [cli, ...args], { cwd, reject: false, env: { ...environment } });
}

/** A file of the project's own examples. */
export function example(path: string): string {
  return join(ROOT, "examples", path);
}
