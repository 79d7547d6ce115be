import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { UserError } from "../../src/errors.ts";
import { loadGraph } from "../../src/io/model-file.ts";
import { type Compilation, compile } from "../../src/pipeline/compile/compile.ts";
import { artpec7 } from "../../src/targets/artpec-7/target.ts";
import { cv25 } from "../../src/targets/cv25/target.ts";
import type { CompilerFacts, Target } from "../../src/targets/target.ts";
import { edgeTpuOutput, makeStandIn } from "../stand-ins/stand-in-compiler.ts";
import { makeFolder } from "../temporary-folder.ts";

const MODEL = join(import.meta.dirname, "../../examples/models");
const LIMITS = { timeoutMs: 30_000, memoryBytes: 2e9 };

/** Compiles a small model of the examples with a stand-in and gives what came out of it. */
async function compileWith(
  script: string,
  { target = artpec7, timeoutMs = LIMITS.timeoutMs }: { target?: Target; timeoutMs?: number } = {},
): Promise<Compilation & { logs: Record<string, string> }> {
  const facts = getFacts(target);
  await using standIn = await makeStandIn(facts.program, script);
  await using bundle = await makeFolder({ "model.tflite": await readFile(await findModel()) });
  const graph = await loadGraph(join(bundle.path, "model.tflite"));
  const compilation = await compile({
    target,
    facts,
    compiler: { kind: "folder", folder: standIn.path, identity: "stand-in", origin: "a test" },
    commands: [[facts.program, "-s", "model.tflite"]],
    folder: bundle.path,
    graph,
    predicted: check(graph, target, { axisOs: undefined }).operators,
    limits: { ...LIMITS, timeoutMs },
  });
  return { ...compilation, logs: await readLogs(bundle.path) };
}

async function findModel(): Promise<string> {
  const names = await readdir(MODEL);
  const name = names.find((one) => one.endsWith(".tflite"));
  if (name === undefined) throw new Error("the examples have no .tflite model");
  return join(MODEL, name);
}

function getFacts({ compiler }: Target): CompilerFacts {
  if (compiler === undefined) throw new Error("no compiler");
  return compiler;
}

async function readLogs(folder: string): Promise<Record<string, string>> {
  const names = await readdir(join(folder, "logs")).catch(() => []);
  const texts = names.map(async (name) => [
    name,
    await readFile(join(folder, "logs", name), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
}

/** The stand-in's product is its input: nothing was compiled, so every operator is still there, on the CPU. */
const COPY = "cp model.tflite model_edgetpu.tflite";

test("what the compiler reports becomes the placement, and a difference from the prediction a finding", async () => {
  const report = edgeTpuOutput(["CONV_2D 3 Something new"], { mapped: 0, cpu: 9 });
  const { judgement, step, failure } = await compileWith(`${COPY}\ncat <<'END'\n${report}END`);
  expect(failure).toBeUndefined();
  expect(step.outcome).toBe("done");
  expect(step.detail.join("\n")).toMatch(/reported: 0 of \d+ operators mapped/);
  expect(judgement?.compilerVersion).toBe("16.0.384591198");
  expect(new Set(judgement?.operators?.map(({ placement }) => placement))).toEqual(
    new Set(["cpu"]),
  );
  expect(judgement?.findings.map(({ code }) => code)).toContain("A7-COMPILE-STATUS");
});

test("a published refusal becomes the user's error, and its log stays", async () => {
  const { failure, step, logs } = await compileWith(
    "echo 'Invalid model: model.tflite'; echo 'Model not quantized'; exit 1",
  );
  expect(failure).toBeInstanceOf(UserError);
  expect(failure).toMatchObject({ code: "A7-COMPILE-NOT-QUANTIZED" });
  expect(step.outcome).toBe("failed");
  expect(logs["1-edgetpu_compiler.log"]).toMatch(
    /^\$ edgetpu_compiler -s model.tflite\nInvalid model: model.tflite\nModel not quantized\n[^]*# exit status 1\n$/,
  );
});

test("a crash is tried once more, and the second try says so", async () => {
  const script = `[ -e tried ] && { ${COPY}; exit 0; }\ntouch tried\nkill -SEGV $$`;
  const { failure, step, logs } = await compileWith(script);
  expect(failure).toBeUndefined();
  expect(step.detail.join("\n")).toContain("second try: edgetpu_compiler crashed");
  expect(Object.keys(logs).sort()).toEqual([
    "1-edgetpu_compiler-second-try.log",
    "1-edgetpu_compiler.log",
  ]);
});

test("a crash that repeats is the toolchain's failure", async () => {
  const { failure } = await compileWith("kill -SEGV $$");
  expect(failure).toMatchObject({ kind: "toolchain", code: "DLPU-COMPILE-CRASH" });
});

test("a hang with children ends at the time limit", async () => {
  const started = performance.now();
  const { failure } = await compileWith("sleep 300 & sleep 300", { timeoutMs: 400 });
  expect(failure).toMatchObject({ kind: "environment", code: "DLPU-COMPILE-TIMEOUT" });
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("no product, or one of another kind, is not taken for success", async () => {
  expect((await compileWith("exit 0")).failure).toMatchObject({ code: "DLPU-COMPILE-NO-PRODUCT" });
  const { failure } = await compileWith("echo nonsense > model.bin", { target: cv25 });
  expect(failure).toMatchObject({ code: "DLPU-COMPILE-WRONG-PRODUCT" });
});

test("the compiler sees no token", async () => {
  process.env["GITHUB_TOKEN"] = "secret-value";
  try {
    const { logs } = await compileWith("env; exit 1");
    expect(logs["1-edgetpu_compiler.log"]).toContain("PATH=");
    expect(logs["1-edgetpu_compiler.log"]).not.toContain("secret-value");
  } finally {
    delete process.env["GITHUB_TOKEN"];
  }
});

test("without the compiler the step is skipped and says how to get it", async () => {
  const facts = getFacts(artpec7);
  await using bundle = await makeFolder();
  const graph = await loadGraph(await findModel());
  const job = { target: artpec7, facts, commands: [], folder: bundle.path, graph, predicted: [] };
  const { step } = await compile({ ...job, compiler: undefined, limits: LIMITS });
  expect(step).toMatchObject({ outcome: "skipped", detail: [facts.availability] });
});
