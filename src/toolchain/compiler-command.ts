import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type ProcessOptions, type ProcessResult, runProcess } from "../io/process.ts";
import type { CompilerCommand } from "../targets/target.ts";
import type { Compiler } from "./compiler.ts";

/** Runs one program of a compiler in a folder, without network where it runs in a container. */
export async function runCompilerCommand(
  compiler: Compiler,
  [program, ...args]: CompilerCommand,
  options: ProcessOptions & { readonly cwd: string },
): Promise<ProcessResult> {
  if (compiler.kind === "folder") {
    const path = `${compiler.folder}:${process.env["PATH"] ?? ""}`;
    const environment = { ...options.environment, PATH: path };
    return await runProcess(join(compiler.folder, program), args, { ...options, environment });
  }
  const name = `dlpu-${randomBytes(6).toString("hex")}`;
  const words = containerArguments(name, compiler.image, options);
  const result = await runProcess(compiler.runtime, [...words, program, ...args], options);
  // Ending the client leaves the container running.
  if (result.stopped !== undefined) {
    await runProcess(compiler.runtime, ["kill", name], { timeoutMs: 30_000 });
  }
  return result;
}

function containerArguments(
  name: string,
  image: string,
  { cwd, memoryBytes }: ProcessOptions & { readonly cwd: string },
): string[] {
  const { getuid, getgid } = process;
  const user = getuid && getgid ? ["--user", `${getuid()}:${getgid()}`] : [];
  const memory = memoryBytes === undefined ? [] : ["--memory", String(memoryBytes)];
  const place = ["--volume", `${cwd}:/bundle`, "--workdir", "/bundle", "--env", "HOME=/tmp"];
  const words = ["run", "--rm", "--init", "--network", "none", "--name", name];
  return [...words, ...user, ...memory, ...place, image];
}
