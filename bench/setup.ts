import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveCacheFolder } from "../src/io/machine.ts";
import { getWorkerPython } from "../src/toolchain/python.ts";
import { describeMachine } from "./machine.ts";

/**
 * Seconds and bytes of `dlpu setup`, cold (no cache of dlpu, uv or pip) and warm, beside
 * `pip install tensorflow onnx2tf` in the same run. Prints a markdown table.
 *
 * Usage: node bench/setup.ts
 */
const SETS: readonly (readonly [string, readonly string[]])[] = [
  ["`.onnx` and `.tflite` models", []],
  ["Keras and SavedModel too", ["--tensorflow"]],
];

const rows: string[] = [];
for (const [name, args] of SETS) rows.push(await measureSetup(name, args));
rows.push(await measurePip());
console.log(
  [
    "| set | cold, s | warm, s | on disk, MB |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    `Measured on ${describeMachine()}.`,
  ].join("\n"),
);

async function measureSetup(name: string, args: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-bench-"));
  const environment = emptyCaches(folder);
  const run = (): number =>
    secondsOf(process.execPath, ["src/entry/cli.ts", "setup", ...args], environment);
  const [cold, warm] = [run(), run()];
  const row = `| ${name} | ${cold.toFixed(1)} | ${warm.toFixed(1)} | ${megabytesOf(join(folder, "dlpu"))} |`;
  await rm(folder, { recursive: true });
  return row;
}

async function measurePip(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-bench-"));
  const environment = emptyCaches(folder);
  const python = (await getWorkerPython(process.env, resolveCacheFolder(process.env))).path;
  const venv = join(folder, "venv");
  const cold =
    secondsOf(python, ["-m", "venv", venv], environment) +
    secondsOf(
      join(venv, "bin", "pip"),
      ["install", "--quiet", "tensorflow", "onnx2tf"],
      environment,
    );
  const row = `| \`pip install tensorflow onnx2tf\` | ${cold.toFixed(1)} | – | ${megabytesOf(venv)} |`;
  await rm(folder, { recursive: true });
  return row;
}

function emptyCaches(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DLPU_CACHE: join(folder, "dlpu"),
    UV_CACHE_DIR: join(folder, "uv"),
    PIP_CACHE_DIR: join(folder, "pip"),
  };
}

function secondsOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const started = performance.now();
  execFileSync(command, args, {
    env,
    cwd: join(import.meta.dirname, ".."),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return (performance.now() - started) / 1000;
}

function megabytesOf(folder: string): number {
  const text = execFileSync("du", ["-s", "--block-size=1000000", folder], { encoding: "utf8" });
  return Number(text.split("\t")[0]);
}
