import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { afterEach, describe, expect, test } from "vitest";

import { EnvironmentError, ToolchainError } from "../../src/errors.ts";
import type { CallOptions, Reply, WorkerChannel } from "../../src/worker/channel.ts";
import { WorkerFailure } from "../../src/worker/worker-error.ts";
import { sharedData } from "../shared-data.ts";
import { corePython, limits, openChannel, temporaryFolder } from "./support.ts";

let channel: WorkerChannel;

describe.skipIf(!corePython)("the worker process (skipped without DLPU_PYTHON_CORE)", () => {
  afterEach(() => channel.close());

  test("answers with versions, seconds and peak memory", async () => {
    channel = openChannel(corePython);
    const reply = await channel.call("versions", {}, limits);
    expect(reply.result.python).toMatch(/^3\.1[23]\./);
    expect(reply.result.packages["litert-quantizer"]).toBe("0.11.0");
    expect(reply.peakMemoryBytes).toBeGreaterThan(2 ** 20);
  });

  test("has one thread after loading every step, so that forking is safe", async () => {
    channel = openChannel(corePython);
    await loadQuantizer(channel);
    const tasks = readdirSync(`/proc/${String(channel.pid)}/task`);
    expect(tasks).toHaveLength(1);
  });

  test("gives its children no variable that was not allowed", async () => {
    process.env["DLPU_TEST_TOKEN"] = "secret";
    channel = openChannel(corePython);
    await channel.call("versions", {}, limits);
    const environment = readFileSync(`/proc/${String(channel.pid)}/environ`, "utf8");
    delete process.env["DLPU_TEST_TOKEN"];
    expect(environment).not.toContain("DLPU_TEST_TOKEN");
  });

  test("ends a step at its time limit", async () => {
    channel = openChannel(corePython);
    const slow = makeSamples(channel, 100_000, { ...limits, timeoutMs: 300 });
    await expect(slow).rejects.toThrow("make_samples did not end within 0.3 s");
    await expect(slow).rejects.toThrow(EnvironmentError);
    await expect(channel.call("versions", {}, limits)).resolves.toBeDefined();
  });

  test("a worker that is stopped holds nobody: its call ends, and the next one has a new worker", async () => {
    channel = openChannel(corePython);
    await channel.call("versions", {}, limits);
    process.kill(channel.pid ?? 0, "SIGSTOP");
    const stuck = channel.call("versions", {}, { ...limits, timeoutMs: 100 });
    await expect(stuck).rejects.toThrow("it did not end the step within 0.1 s");
    await expect(channel.call("versions", {}, limits)).resolves.toBeDefined();
  });

  test("reports a step that needs more memory than its limit", async () => {
    channel = openChannel(corePython);
    const params = {
      inputs: [{ name: "x", shape: [1, 8192, 8192, 3], dtype: "float32" }],
      source: { kind: "synthetic", files: [] } as const,
      preprocess: null,
      limit: 1,
      seed: 1,
      outDir: temporaryFolder(),
    };
    const big = channel.call("make_samples", params, { ...limits, memoryBytes: 128 * 2 ** 20 });
    await expect(big).rejects.toHaveProperty("cause.reply.kind", "memory");
  });

  test("cancels a step and stays usable", async () => {
    channel = openChannel(corePython);
    const controller = new AbortController();
    const slow = makeSamples(channel, 100_000, { ...limits, signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error("enough"));
    }, 200);
    await expect(slow).rejects.toThrow("enough");
    await expect(channel.call("versions", {}, limits)).resolves.toBeDefined();
  });

  test("runs several steps at once", async () => {
    channel = openChannel(corePython);
    const replies = await Promise.all([1, 2, 3].map(() => makeSamples(channel, 8, limits)));
    expect(replies.map((reply) => reply.result.used)).toEqual([8, 8, 8]);
  });

  test("starts again after the process was killed, and tells who waited", async () => {
    channel = openChannel(corePython);
    await channel.call("versions", {}, limits);
    const lost = makeSamples(channel, 100_000, limits);
    process.kill(channel.pid ?? 0, "SIGKILL");
    await expect(lost).rejects.toThrow("the Python worker was lost during make_samples");
    await expect(channel.call("versions", {}, limits)).resolves.toBeDefined();
  });

  test.skipIf(!sharedData)(
    "survives a model that aborts the interpreter (skipped without shared data)",
    async () => {
      channel = openChannel(corePython);
      const samplesDir = temporaryFolder();
      await makeSamples(channel, 1, limits, samplesDir);
      const modelPath = path.join(sharedData ?? "", "models/litert/blockwise_quantized.tflite");
      const outDir = path.join(samplesDir, "out");
      const params = { modelPath, samplesDir, axisOrders: null, pixels: null, limit: 1, outDir };
      const aborted = channel.call("run", { ...params, kernels: "fast" }, limits);
      await expect(aborted).rejects.toThrow(ToolchainError);
      await expect(aborted).rejects.toHaveProperty("cause", expect.any(WorkerFailure));
      await expect(aborted).rejects.toHaveProperty("cause.reply.kind", "crashed");
      await expect(aborted).rejects.toHaveProperty("cause.reply.code", "SIGABRT");
      await expect(channel.call("versions", {}, limits)).resolves.toBeDefined();
    },
  );

  test("leaves no process behind when its owner is killed with SIGKILL", async () => {
    channel = openChannel(corePython);
    const outDir = temporaryFolder();
    const script = path.join(import.meta.dirname, "fixtures/hold-worker.ts");
    const owner = spawn(process.execPath, [script, corePython ?? "", outDir]);
    const [line] = (await once(owner.stdout, "data")) as [Buffer];
    const worker = Number(line.toString());
    await waitUntil(() => childrenOf(worker).length > 0);
    const children = childrenOf(worker);
    owner.kill("SIGKILL");
    await waitUntil(() => [worker, ...children].every((pid) => !isRunning(pid)));
    expect(children).not.toHaveLength(0);
  });
});

function makeSamples(
  on: WorkerChannel,
  limit: number,
  options: CallOptions,
  outDir = temporaryFolder(),
): Promise<Reply<"make_samples">> {
  const inputs = [{ name: "x", shape: [1, 64, 64, 3], dtype: "float32" }];
  const source = { kind: "synthetic", files: [] } as const;
  const params = { inputs, source, preprocess: null, limit, seed: 1, outDir };
  return on.call("make_samples", params, options);
}

async function loadQuantizer(on: WorkerChannel): Promise<void> {
  const none = "/nonexistent";
  const onnx = { source: none, inputShapes: {}, tflitePath: none, onnxPath: none };
  await expect(on.call("import_onnx", onnx, limits)).rejects.toThrow();
  const recipe = {
    weights: "per-tensor",
    fullyConnected: "per-tensor",
    input: "int8",
    output: "int8",
  } as const;
  const quantize = { tflitePath: none, statsPath: none, recipe, outPath: none };
  await expect(on.call("quantize", quantize, limits)).rejects.toThrow();
}

function childrenOf(pid: number): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").trim().split(" ").filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/\) [ZX] /.test(readFileSync(file, "utf8"));
}

async function waitUntil(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("the condition did not come true within 20 s");
    await wait(50);
  }
}
