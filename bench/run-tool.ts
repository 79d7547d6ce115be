import { execa } from "execa";

/** What a finished program printed. */
export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program that must succeed.
 *
 * @throws Error with the end of its stderr when it does not.
 */
export async function runTool(
  file: string,
  args: readonly string[],
  { input = "", cwd = "." }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<ToolOutput> {
  const { exitCode, stdout, stderr } = await execa(file, args, {
    cwd,
    input,
    reject: false,
    maxBuffer: 64 << 20,
  });
  if (exitCode === 0) return { stdout, stderr };
  throw new Error(`${file} ${args.join(" ")} failed: ${stderr.slice(-2000)}`);
}
