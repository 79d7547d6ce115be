import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { resolveCacheFolder } from "../src/io/machine.ts";
import { getWorkerPython } from "../src/toolchain/python.ts";
import { describeMachine } from "./machine.ts";
import { writeSection } from "./performance-doc.ts";
import { startCountingProxy } from "./setup/counting-proxy.ts";

/**
 * Seconds and bytes of `dlpu setup`, cold (no cache of dlpu, uv or pip) and warm, for each target set, beside
 * `pip install tensorflow onnx2tf` in the same run. Writes its part of docs/performance.md.
 *
 * Usage: node bench/setup.ts
 */
const ROOT = join(import.meta.dirname, "..");
const SETS: readonly (readonly [string, readonly string[]])[] = [
  ["every soc, from `.onnx` and float `.tflite`", []],
  ["the same, also from Keras and SavedModel", ["--tensorflow"]],
];

interface Measured {
  readonly seconds: number;
  readonly downloadedBytes: number;
}

const rows: string[] = [];
for (const [name, args] of SETS) rows.push(await measureSetup(name, args));
rows.push(await measurePip());
await writeSection("setup", render());

async function measureSetup(name: string, args: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-bench-"));
  const run = (): Promise<Measured> =>
    measure([process.execPath, "dist/cli.mjs", "setup", ...args], folder);
  const [cold, warm] = [await run(), await run()];
  const disk = await megabytesOf(join(folder, "dlpu"));
  await rm(folder, { recursive: true });
  return rowOf(name, cold, warm.seconds.toFixed(2), disk);
}

async function measurePip(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-bench-"));
  const python = await getWorkerPython(process.env, resolveCacheFolder(process.env));
  const venv = join(folder, "venv");
  const made = await measure([python.path, "-m", "venv", venv], folder);
  const pip = [join(venv, "bin", "pip"), "install", "--quiet", "tensorflow", "onnx2tf"];
  const filled = await measure(pip, folder);
  const cold = { ...filled, seconds: made.seconds + filled.seconds };
  const row = rowOf("`pip install tensorflow onnx2tf`", cold, "–", await megabytesOf(venv));
  await rm(folder, { recursive: true });
  return row;
}

/** Runs a command with its caches in a folder, through a proxy that counts. */
async function measure(
  [command = "", ...args]: readonly string[],
  folder: string,
): Promise<Measured> {
  const proxy = await startCountingProxy();
  const started = performance.now();
  await execa(command, args, {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      DLPU_CACHE: join(folder, "dlpu"),
      UV_CACHE_DIR: join(folder, "uv"),
      PIP_CACHE_DIR: join(folder, "pip"),
      PIP_FIND_LINKS: "",
      HTTPS_PROXY: proxy.url,
    },
  });
  const seconds = (performance.now() - started) / 1000;
  proxy.close();
  return { seconds, downloadedBytes: proxy.receivedBytes() };
}

async function megabytesOf(folder: string): Promise<number> {
  const { stdout } = await execa("du", ["-s", "--block-size=1000000", folder]);
  return Number(stdout.split("\t")[0]);
}

function rowOf(name: string, cold: Measured, warm: string, diskMegabytes: number): string {
  const downloaded = Math.round(cold.downloadedBytes / 1e6);
  return `| ${name} | ${cold.seconds.toFixed(1)} s | ${warm}${warm === "–" ? "" : " s"} | ${downloaded} MB | ${diskMegabytes} MB |`;
}

function render(): string {
  return [
    `Measured by \`node bench/setup.ts\` on ${describeMachine()}; one run each.`,
    "",
    "| Set | Cold | Warm | Downloaded | On disk |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
