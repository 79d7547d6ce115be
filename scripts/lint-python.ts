import { join } from "node:path";
import { exists } from "../src/io/files.ts";
import { resolveCacheFolder } from "../src/io/machine.ts";
import { runProcess } from "../src/io/process.ts";
import { ensureUv } from "../src/toolchain/uv.ts";

/** Lints the Python parts and checks their format with the locked ruff; exit status 1 when something is to be mended. */
const root = join(import.meta.dirname, "..");
const folder = join(root, "out", "ruff");
const ruff = join(folder, "bin", "ruff");
const places = ["worker", "scripts/make-examples"];

if (!(await exists(ruff))) await installRuff();
for (const args of [
  ["check", ...places],
  ["format", "--check", ...places],
]) {
  const { stdout, stderr, exitCode } = await runProcess(ruff, args, {
    cwd: root,
    timeoutMs: 60_000,
  });
  if (exitCode === 0) continue;
  console.error(stdout, stderr);
  process.exitCode = 1;
}

async function installRuff(): Promise<void> {
  const uv = await ensureUv(resolveCacheFolder(process.env), process.env);
  const lock = join(root, "worker", "requirements", "lint.txt");
  const args = ["pip", "install", "--quiet", "--require-hashes", "--target", folder, "-r", lock];
  const { exitCode, stderr } = await runProcess(uv, args, { timeoutMs: 120_000 });
  if (exitCode !== 0) throw new Error(`ruff cannot be installed: ${stderr}`);
}
