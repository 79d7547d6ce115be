import { rm } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "../src/io/files.ts";
import { sha256File } from "../src/io/hash.ts";
import { resolveCacheFolder } from "../src/io/machine.ts";
import { runProcess } from "../src/io/process.ts";
import { ensureUv } from "../src/toolchain/uv.ts";
import { ensureWorkerEnvironment } from "../src/toolchain/worker-environment.ts";

/**
 * Lints the Python parts, checks their format and the worker's types with the locked ruff and mypy.
 *
 * Types are those of the worker's core environment; exit status 1 when something is to be mended.
 */
const root = join(import.meta.dirname, "..");
const cache = resolveCacheFolder(process.env);
const lock = join(root, "worker", "requirements", "lint.txt");
const places = ["worker", "scripts/make-examples"];

const core = await ensureWorkerEnvironment("core", cache, process.env);
const tools = await installTools();
const ruff = join(tools, "bin", "ruff");
await check(ruff, ["check", ...places]);
await check(ruff, ["format", "--check", ...places]);
await check(core.python, ["-m", "mypy"], {
  cwd: join(root, "worker"),
  environment: { PYTHONPATH: tools, MYPY_CACHE_DIR: join(root, "out", "mypy") },
});

async function check(
  command: string,
  args: readonly string[],
  options: { cwd?: string; environment?: Record<string, string> } = {},
): Promise<void> {
  const limits = { cwd: root, timeoutMs: 240_000 };
  const { stdout, stderr, exitCode } = await runProcess(command, args, { ...limits, ...options });
  if (exitCode === 0) return;
  console.error(stdout, stderr);
  process.exitCode = 1;
}

/** The tools' folder, one for each lock and Python, so that a changed lock never meets old tools. */
async function installTools(): Promise<string> {
  const key = (await sha256File(lock)).slice(0, 16);
  const folder = join(root, "out", `lint-${core.pythonVersion}-${key}`);
  if (await exists(join(folder, "bin", "mypy"))) return folder;
  await rm(folder, { recursive: true, force: true });
  const uv = await ensureUv(cache, process.env);
  const args = ["pip", "install", "--quiet", "--python", core.python, "--require-hashes"];
  args.push("--target", folder, "-r", lock);
  const { exitCode, stderr } = await runProcess(uv, args, { timeoutMs: 120_000 });
  if (exitCode !== 0) throw new Error(`the linters cannot be installed: ${stderr}`);
  return folder;
}
