import { check } from "../../../src/check/check.ts";
import { describeGraph } from "../../../src/graph/describe-graph.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { ModelParseError } from "../../../src/graph/model-parse-error.ts";
import { parseOnnx } from "../../../src/graph/onnx/parse-onnx.ts";
import { parseTflite } from "../../../src/graph/tflite/parse-tflite.ts";
import { TARGETS } from "../../../src/targets/catalogue.ts";

/** Judges a graph for every soc. @throws Error when that crashes, or places operators twice or not at all. */
export function judgeGraph(graph: Graph): void {
  describeGraph(graph);
  const count = graph.subgraphs[0]?.operators.length ?? 0;
  for (const target of TARGETS) {
    const { operators } = check(graph, target, { axisOs: "10.6" });
    const isPlaced = graph.format === "tflite" && target.place !== undefined;
    const isWhole = operators.every(({ index }, position) => index === position);
    if (!isWhole || operators.length !== (isPlaced ? count : 0)) {
      throw new Error(`${target.soc} places ${operators.length} of ${count} operators`);
    }
  }
}

/** Of the processor; a file of less than a megabyte has the time of one. */
const SECONDS_PER_MEGABYTE = 1;

/** Reads a file and judges what it is. @throws Error when it does anything but that, or refuse it, in bounded time. */
export function judgeFile(bytes: Uint8Array, format: "tflite" | "onnx"): void {
  const start = process.cpuUsage();
  try {
    judgeGraph(format === "onnx" ? parseOnnx(bytes, "model") : parseTflite(bytes, "model"));
  } catch (error) {
    if (!(error instanceof ModelParseError)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const allowed = SECONDS_PER_MEGABYTE * Math.max(1, bytes.length / 1e6);
  if (seconds > allowed) throw new Error(`it takes ${seconds.toFixed(1)} s for ${bytes.length} B`);
}
