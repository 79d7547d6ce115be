import type { BuildResult, Result } from "../../src/result/result.ts";
import { sampleLayers } from "./sample-layers.ts";

/** A finished build with every field filled; tests change what they are about. */
/** One gray pixel is enough: what it shows is not looked at. */
const THUMBNAIL = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA==";

export function sampleBuild(changes: Partial<BuildResult> = {}): BuildResult {
  return {
    model: "models/digits.onnx",
    name: "digits",
    soc: "artpec-8",
    precision: "int8-per-tensor",
    verdict: "passed",
    reason: null,
    findings: [],
    operators: [{ index: 0, name: "CONV_2D", placement: "dlpu", reasons: [] }],
    segments: 1,
    steps: [{ name: "import", outcome: "done", detail: [], seconds: 1.5, peakMemoryBytes: 1024 }],
    fidelity: {
      origin: "measured",
      data: { kind: "evaluation", samples: 300, sha256: "a".repeat(64) },
      outputs: [
        {
          name: "scores",
          sqnrDb: 24.5,
          cosine: 0.999,
          errorToScatter: 0.06,
          neighbourAgreement: null,
          parts: [],
          maxAbsError: 0.02,
          saturation: 0,
          equal: false,
        },
      ],
      top1Agreement: 0.99,
      accuracy: { float: 0.987, final: 0.983, samples: 300 },
      emulation: { kernels: "LiteRT 2.3.0, XNNPACK", spread: null },
      top1AgreementInterval: { low: 0.971, high: 0.997 },
      metrics: [
        {
          name: "top-1",
          float: { value: 0.987, interval: { low: 0.966, high: 0.995 } },
          final: { value: 0.983, interval: { low: 0.961, high: 0.993 } },
          drop: { value: 0.004, interval: { low: -0.009, high: 0.019 } },
          samples: 300,
        },
      ],
      changedAnswers: [
        {
          picture: "0007.png",
          label: 7,
          float: 7,
          final: 1,
          jpegBase64: THUMBNAIL,
          labelName: null,
          floatName: null,
          finalName: null,
        },
      ],
    },
    quantization: {
      origin: "measured",
      effort: "fast",
      note: null,
      techniques: ["weight equalization", "joint rounding", "bias correction"],
      fitted: 75,
      heldOut: 25,
      plain: { worstSqnrDb: 12.4, meanSqnrDb: 12.4, top1Agreement: 0.88 },
      shipped: { worstSqnrDb: 25.1, meanSqnrDb: 25.1, top1Agreement: 1 },
      tried: [
        { techniques: [], worstSqnrDb: 12.4, meanSqnrDb: 12.4, top1Agreement: 0.88 },
        {
          techniques: ["weight equalization", "joint rounding", "bias correction"],
          worstSqnrDb: 25.1,
          meanSqnrDb: 25.1,
          top1Agreement: 1,
        },
      ],
      seconds: 6.2,
    },
    contract: {
      schemaVersion: 1,
      soc: "artpec-8",
      file: "model.tflite",
      precision: "int8-per-tensor",
      larodDevice: "axis-a8-dlpu-tflite",
      inputs: [
        {
          index: 0,
          name: "image",
          shape: [1, 32, 48, 3],
          dtype: "uint8",
          sizeBytes: 4608,
          quantization: { scale: 1 / 255, zeroPoint: 0 },
          permutation: [0, 2, 3, 1],
          layout: "NHWC",
          preprocess: { resize: "stretch", color: "rgb", mean: [0], std: [255], layout: "nhwc" },
        },
      ],
      outputs: [
        {
          index: 0,
          name: "scores",
          shape: [1, 10],
          dtype: "uint8",
          sizeBytes: 10,
          quantization: { scale: 0.00390625, zeroPoint: 3 },
          permutation: [0, 1],
        },
      ],
    },
    files: [{ path: "model.tflite", sizeBytes: 36_864, sha256: "b".repeat(64) }],
    toolchain: {},
    contentKey: "c".repeat(64),
    reused: false,
    budgets: [{ name: "size", limit: 4_000_000, actual: 36_864, outcome: "kept" }],
    network: { macs: 1_254_400, family: null },
    devices: [],
    rewrites: [
      {
        name: "split-groups",
        changed: ['CONV_2D "stage2/conv": 4 groups'],
        cured: ["A9-CONV-002"],
        proof: {
          kernels: "builtin",
          samples: 8,
          randomInputs: 4,
          bound: "identical outputs",
          maxSteps: 0,
          sqnrDb: null,
        },
      },
    ],
    layers: sampleLayers(),
    ...changes,
  };
}

export function sampleResult(...builds: readonly BuildResult[]): Result {
  return { schemaVersion: 1, tool: { name: "dlpu", version: "0.0.0" }, builds };
}
