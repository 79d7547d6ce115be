import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { ensureUv } from "../../src/toolchain/uv.ts";
import {
  ensureWorkerEnvironment,
  type WorkerEnvironmentName,
} from "../../src/toolchain/worker-environment.ts";
import { resolveCacheFolder } from "../../src/io/machine.ts";
import { getWorkerPython } from "../../src/toolchain/python.ts";
import { ENVIRONMENTS } from "./rivals.ts";

/** What it took to install an environment. */
export interface Installation {
  readonly name: string;
  /** Where its programs are. */
  readonly bin: string;
  readonly coldSeconds: number;
  readonly warmSeconds: number;
  readonly bytes: number;
}

type Install = (folder: string, cache: string) => Promise<string>;

/** Installs our environments and the rivals', each with an empty download cache and then again with a full one. */
export async function installAll(folder: string): Promise<Installation[]> {
  const uv = await ensureUv(join(folder, "uv"), process.env);
  const own: [string, Install][] = (["core", "tensorflow"] as const).map((name) => [
    `dlpu ${name}`,
    (target, cache) => installOwn(name, target, cache),
  ]);
  const rivals = Object.entries(ENVIRONMENTS).map(([name, requirements]): [string, Install] => [
    name,
    (target, cache) => installPlain(uv, requirements, target, cache),
  ]);
  const installations: Installation[] = [];
  for (const [name, install] of [...own, ...rivals]) {
    installations.push(await installTwice(name, install, join(folder, name)));
  }
  return installations;
}

async function installTwice(name: string, install: Install, folder: string): Promise<Installation> {
  await mkdir(folder, { recursive: true });
  const cache = join(folder, "cache");
  const started = performance.now();
  await install(join(folder, "cold"), cache);
  const filled = performance.now();
  const bin = await install(join(folder, "warm"), cache);
  const ended = performance.now();
  return {
    name,
    bin,
    coldSeconds: (filled - started) / 1000,
    warmSeconds: (ended - filled) / 1000,
    bytes: await sizeOf(dirname(bin)),
  };
}

async function installOwn(
  name: WorkerEnvironmentName,
  folder: string,
  cache: string,
): Promise<string> {
  process.env["UV_CACHE_DIR"] = cache;
  const { python } = await ensureWorkerEnvironment(name, folder, process.env);
  delete process.env["UV_CACHE_DIR"];
  return dirname(python);
}

async function installPlain(
  uv: string,
  requirements: readonly string[],
  folder: string,
  cache: string,
): Promise<string> {
  const { path } = await getWorkerPython(process.env, resolveCacheFolder(process.env));
  const env = { UV_CACHE_DIR: cache };
  await execa(uv, ["venv", "--quiet", "--python", path, folder], { env });
  const python = join(folder, "bin", "python");
  await execa(uv, ["pip", "install", "--quiet", "--python", python, ...requirements], { env });
  return join(folder, "bin");
}

/** Bytes of all files below a folder; links are not followed. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
