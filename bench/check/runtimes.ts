import { join } from "node:path";
import { z } from "zod";
import { runTool } from "../run-tool.ts";

/** A runtime that loads the same files: what checking is measured beside. */
export interface Runtime {
  readonly name: string;
  /** As `load_times.py` knows it. */
  readonly id: "onnxruntime" | "litert";
  /** What its load does. */
  readonly does: string;
  readonly extension: ".onnx" | ".tflite";
}

export const RUNTIMES: readonly Runtime[] = [
  {
    name: "ONNX Runtime",
    id: "onnxruntime",
    does: "`InferenceSession(path)`, with its graph optimizations",
    extension: ".onnx",
  },
  {
    name: "LiteRT",
    id: "litert",
    does: "`Interpreter(path)` and `allocate_tensors()`, with XNNPACK",
    extension: ".tflite",
  },
];

/** The least of several loads of one file, in seconds; `null` where the runtime refuses the file. */
export type LoadTime = z.infer<typeof loadTime>;

const loadTime = z.object({
  file: z.string(),
  seconds: z.number().nullable(),
  cpuSeconds: z.number().nullable(),
});

/** Loads each file several times in a runtime of its own process. */
export async function timeLoads(
  runtime: Runtime,
  files: readonly string[],
  runs: number,
  python: string,
): Promise<LoadTime[]> {
  const script = join(import.meta.dirname, "load_times.py");
  const input = JSON.stringify({ runtime: runtime.id, runs, files });
  const { stdout } = await runTool(python, [script], { input });
  return z.array(loadTime).parse(JSON.parse(stdout));
}
