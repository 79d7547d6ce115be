import { execFileSync } from "node:child_process";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Contract } from "../../src/result/contract.ts";
import type { BuildResult, Result } from "../../src/result/result.ts";
import { sha256 } from "../../src/io/hash.ts";
import { loadGraph } from "../../src/io/model-file.ts";
import { quantizationGranularity } from "../../src/graph/quantization-granularity.ts";
import { resultSchema } from "../../src/report/schema/result-schema.ts";
import { makeFolder } from "../temporary-folder.ts";
import { example, runDlpu } from "./run-dlpu.ts";

const CONFIG = `
models:
  - path: digits.onnx
    preprocess: {resize: stretch, color: rgb, mean: 0, std: 255}
    calibration: images
    evaluation: {data: evaluation, labels: evaluation/labels.csv}
`;

async function makeProject(): Promise<Awaited<ReturnType<typeof makeFolder>>> {
  const project = await makeFolder({ "dlpu.yml": CONFIG });
  await cp(example("models/digits.onnx"), join(project.path, "digits.onnx"));
  await cp(example("calibration/digits"), join(project.path, "images"), { recursive: true });
  await cp(example("evaluation/digits"), join(project.path, "evaluation"), { recursive: true });
  return project;
}

const project = await makeProject();
const out = join(project.path, "out");

async function readResult(folder = out): Promise<Result> {
  // Written by the program under test; the schema test reads it as untrusted.
  return JSON.parse(await readFile(join(folder, "result.json"), "utf8")) as Result;
}

function buildFor(result: Result, soc: string): BuildResult {
  const build = result.builds.find((candidate) => candidate.soc === soc);
  if (build === undefined) throw new Error(`no build for ${soc}`);
  return build;
}

async function readContract(soc: string): Promise<Contract> {
  const text = await readFile(join(out, soc, "digits", "contract.json"), "utf8");
  return JSON.parse(text) as Contract;
}

beforeAll(async () => {
  const { exitCode, stderr } = await runDlpu(["build"], project.path);
  if (exitCode !== 0) throw new Error(stderr);
  return () => project[Symbol.asyncDispose]();
}, 300_000);

test("one command builds a model for every soc", async () => {
  const { builds } = await readResult();
  expect(builds.map(({ soc, verdict }) => [soc, verdict])).toEqual([
    ["cpu", expect.stringMatching(/^(passed|warned)$/)],
    ["artpec-7", "warned"],
    ["artpec-8", expect.stringMatching(/^(passed|warned)$/)],
    ["artpec-9", expect.stringMatching(/^(passed|warned)$/)],
    ["cv25", "skipped"],
    ["cv75", "skipped"],
  ]);
});

test("every artifact verifies against its own checksums", async () => {
  for (const build of (await readResult()).builds) {
    const folder = join(out, build.soc, build.name);
    const names = ["contract.json", "model_params.h", "manifest.fragment.json", "SHA256SUMS"];
    expect(await readdir(folder)).toEqual(expect.arrayContaining(names));
    execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: folder });
  }
});

test("each artifact and its result say what made it: versions, hashes and sources", async () => {
  const lock = join(import.meta.dirname, "../../worker/requirements/core.txt");
  const text = await readFile(join(out, "artpec-8", "digits", "toolchain.json"), "utf8");
  const { tools } = JSON.parse(text) as { tools: Record<string, string> };
  expect(tools).toMatchObject({
    onnx2tf: expect.stringMatching(/^\d/) as string,
    "core.txt": `sha256:${sha256(await readFile(lock))}, packages from the Python index`,
  });
  const { builds } = await readResult();
  expect(builds.find(({ soc }) => soc === "artpec-8")?.toolchain).toEqual(tools);
});

test("an ARTPEC-8 file has one scale for every weight, and takes raw pixels", async () => {
  const graph = await loadGraph(join(out, "artpec-8", "digits", "model.tflite"));
  const tensors = graph.subgraphs.flatMap((subgraph) => subgraph.tensors);
  expect(tensors.filter((tensor) => quantizationGranularity(tensor) === "per-channel")).toEqual([]);
  const { inputs, outputs } = await readContract("artpec-8");
  expect(inputs[0]).toMatchObject({ dtype: "uint8", layout: "NHWC", shape: [1, 32, 32, 3] });
  expect(inputs[0]?.quantization?.zeroPoint).toBe(0);
  expect(inputs[0]?.quantization?.scale).toBeCloseTo(1 / 255, 8);
  expect(outputs[0]?.dtype).toBe("uint8");
});

test("ARTPEC-7 and ARTPEC-9 share one quantization per channel, made once", async () => {
  const result = await readResult();
  const quantizations = ["artpec-7", "artpec-9"].map((soc) =>
    buildFor(result, soc).steps.filter(({ name }) => name === "quantize"),
  );
  // Seconds to the last digit: the same run of the step.
  expect(quantizations[0]).toEqual(quantizations[1]);
  const graph = await loadGraph(join(out, "artpec-9", "digits", "model.tflite"));
  const granularities = graph.subgraphs.flatMap((subgraph) =>
    subgraph.operators
      .filter(({ name }) => name === "CONV_2D")
      .map(({ inputs }) => inputs[1] && quantizationGranularity(inputs[1])),
  );
  expect(new Set(granularities)).toEqual(new Set(["per-channel"]));
});

test("fidelity is measured on the labelled evaluation data", async () => {
  const { fidelity } = buildFor(await readResult(), "artpec-8");
  expect(fidelity?.data).toMatchObject({ kind: "evaluation", samples: 300 });
  expect(fidelity?.accuracy?.float).toBeGreaterThan(0.97);
  expect(fidelity?.accuracy?.final).toBeGreaterThan(0.95);
  expect(fidelity?.emulation.spread?.samples).toBeGreaterThan(0);
});

test("a compile bundle has what Ambarella's tools read, and says that they did not run", async () => {
  const folder = join(out, "cv25", "digits");
  const graph = await loadGraph(join(folder, "model.onnx"));
  expect(graph.subgraphs[0]?.inputs[0]?.shape).toEqual([1, 3, 32, 32]);
  expect(await readFile(join(folder, "compile.sh"), "utf8")).toContain("cavalry_gen");
  const pictures = await readdir(join(folder, "calibration"));
  expect(pictures.filter((name) => name.endsWith(".jpg"))).toHaveLength(120);
  expect(buildFor(await readResult(), "cv25").reason).toContain("CNNGen did not run");
});

test("a second run takes every build again and says so", async () => {
  const { exitCode, stderr } = await runDlpu(["build"], project.path);
  expect(exitCode).toBe(0);
  expect(stderr.match(/reused/g)).toHaveLength(6);
  expect((await readResult()).builds.every(({ reused }) => reused)).toBe(true);
});

test("a changed artifact is made anew, not taken again", async () => {
  const file = join(out, "cpu", "digits", "model.tflite");
  const original = await readFile(file);
  await writeFile(file, "broken");
  await runDlpu(["build", "--soc", "cpu"], project.path);
  expect((await readFile(file)).equals(original)).toBe(true);
});

test("the same inputs give the same bytes", async () => {
  const again = join(project.path, "again");
  await runDlpu(["build", "--soc", "cpu,artpec-8,cv25", "--out", again], project.path);
  for (const soc of ["cpu", "artpec-8", "cv25"]) {
    execFileSync("diff", ["-r", join(out, soc), join(again, soc)]);
  }
  await rm(again, { recursive: true });
});

test("a damaged model fails alone, with the place and a remedy", async () => {
  await using place = await makeFolder({ "broken.tflite": "\0\0\0\0TFL3 and then nothing" });
  await cp(example("models/digits.tflite"), join(place.path, "digits.tflite"));
  const { exitCode } = await runDlpu(["build", "--soc", "cpu"], place.path);
  expect(exitCode).toBe(1);
  const { builds } = await readResult(join(place.path, "out"));
  expect(builds.map(({ model, verdict }) => [model, verdict])).toEqual([
    ["broken.tflite", "failed"],
    ["digits.tflite", expect.stringMatching(/^(passed|warned)$/)],
  ]);
  expect(builds[0]?.reason).toContain("broken.tflite");
  expect(builds[0]?.findings[0]?.remedy).not.toBe("");
});

test("a result follows the published schema, whatever the data was", async () => {
  await using place = await makeFolder({ "broken.onnx": "nothing" });
  await cp(example("models/digits.tflite"), join(place.path, "digits.tflite"));
  await runDlpu(["build", "--soc", "cpu,artpec-8,cv25"], place.path);
  const folders = [out, join(place.path, "out")];
  const texts = folders.map((folder) => readFile(join(folder, "result.json"), "utf8"));
  for (const text of await Promise.all(texts)) {
    expect(resultSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
  }
});

test("with --json, stdout is the result and nothing else", async () => {
  const { stdout } = await runDlpu(["build", "--soc", "cpu", "--json"], project.path);
  expect((JSON.parse(stdout) as Result).builds).toHaveLength(1);
});

test.each([
  [["build", "--soc", "artpec8"], 2, "Did you mean artpec-8?"],
  [["build", "--models", "nothing.onnx"], 2, "No model at nothing.onnx"],
  [["build", "--config", "missing.yml"], 2, "No configuration at"],
  [["biuld"], 2, "unknown command"],
])("dlpu %j ends with status %i and says what is wrong", async (args, status, message) => {
  const { exitCode, stderr } = await runDlpu(args, project.path);
  expect(exitCode).toBe(status);
  expect(stderr).toContain(message);
});

test.each([
  ["SIGINT", /^(result\.json|summary\.md|\.builds|\.work-.*)$/],
  ["SIGKILL", /^(result\.json|summary\.md)$/],
] as const)("%s leaves no half-written artifact and no process", async (signal, absent) => {
  const target = join(project.path, `stopped-${signal}`);
  const marker = `dlpu-stopped-${signal}-${process.pid}`;
  const running = runDlpu(["build", "--out", target], project.path, { TZ: marker });
  await waitFor(async () => {
    const names = await readdir(target, { recursive: true }).catch(() => []);
    return names.some((name) => /^\.work-.*digits.float\.tflite$/.test(name));
  });
  running.kill(signal);
  await running;
  await waitFor(async () => (await processesWith(marker)).length === 0);
  expect((await readdir(target)).filter((name) => absent.test(name))).toEqual([]);
  expect((await readdir(target)).filter((name) => !name.startsWith("."))).toEqual([]);
});

test("what a killed run left behind is gone after the next one", async () => {
  const target = join(project.path, "stopped-SIGKILL");
  expect((await readdir(target)).join()).toContain(".work-");
  await runDlpu(["build", "--soc", "cpu", "--out", target], project.path);
  expect((await readdir(target)).sort()).toEqual([
    ...[".builds", "badge.json", "badge.svg", "cpu", "junit.xml"],
    ...["report.html", "result.json", "summary.md"],
  ]);
});

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("waited a minute in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Processes that inherited a value in their environment: dlpu hands `TZ` on to its worker. */
async function processesWith(marker: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const environment = await readFile(`/proc/${id}/environ`, "utf8").catch(() => "");
      return environment.includes(marker) ? [id] : [];
    }),
  );
  return found.flat();
}

test("a broken budget fails the build that ships, and a changed one is judged again", async () => {
  const file = join(project.path, "budgets.yml");
  const args = [
    "build",
    "--soc",
    "artpec-8",
    "--config",
    file,
    "--out",
    join(project.path, "out-b"),
  ];
  await writeFile(file, `${CONFIG}    budgets: {size: 1 kB, metricDrop: 2 %, segments: 1}\n`);
  const broken = await runDlpu(args, project.path);
  expect(broken.exitCode).toBe(1);
  const failed = buildFor(await readResult(join(project.path, "out-b")), "artpec-8");
  expect(failed.verdict).toBe("failed");
  expect(failed.reason).toMatch(/^Size: [\d,]+ bytes .* budget is at most 1,000 bytes$/);
  expect(failed.findings).toContainEqual(
    expect.objectContaining({ code: "DLPU-BUDGET-SIZE", severity: "error" }),
  );
  expect(failed.budgets.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["size", "broken"],
    ["metricDrop", "kept"],
    ["segments", "kept"],
  ]);

  await writeFile(file, `${CONFIG}    budgets: {size: 1 MB}\n`);
  expect((await runDlpu(args, project.path)).exitCode).toBe(0);
  const kept = buildFor(await readResult(join(project.path, "out-b")), "artpec-8");
  expect(kept.reused).toBe(false);
  expect(kept.budgets).toMatchObject([{ name: "size", limit: 1_000_000, outcome: "kept" }]);
});
