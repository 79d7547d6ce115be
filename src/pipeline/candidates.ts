import { basename, join } from "node:path";
import type { Finding } from "../check/finding.ts";
import type { TensorRanges } from "../check/tensor-range.ts";
import type { Precision } from "../targets/precision.ts";
import type { Emulated } from "./emulate.ts";
import { emulate } from "./emulate.ts";
import { exportImages, normalizes, takePixels } from "./compile-bundle.ts";
import type { Contract } from "./contract.ts";
import type { FloatTensor } from "./float-tensor.ts";
import type { FloatTflite } from "./import-model.ts";
import { exportOnnx } from "./import-model.ts";
import { legalize } from "./legalize.ts";
import type { Twinned } from "./layer-errors.ts";
import type { ModelSource } from "./load-source.ts";
import type { ModelWork } from "./model-work.ts";
import { once, oncePerKey } from "./once.ts";
import type { BuildPlan } from "./plan.ts";
import type { Product } from "./product.ts";
import { blameFile } from "./blame-file.ts";
import type { Quantization } from "./quantization.ts";
import { calibrateModel, quantizeModel } from "./quantize-model.ts";
import { cutFindings, type ReplacedOutput } from "./replaced-output.ts";
import { rescueModel } from "./rescue.ts";
import type { Step } from "./result.ts";
import type { Rewrite } from "./rewrite.ts";
import type { Run, Runnable } from "./run-model.ts";
import { runFast } from "./run-model.ts";
import type { Samples } from "./samples.ts";
import { loadTensorRanges } from "./tensor-ranges.ts";
import { makeCalibrationSamples, makeEvaluationSamples } from "./samples.ts";

/** A file that may ship, with how it came to be. */
export interface Candidate extends Runnable, Twinned {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  /** `null` for a file that dlpu did not quantize. */
  readonly quantization: Quantization | null;
  /** What was changed for the target's sake. */
  readonly rewrites: readonly Rewrite[];
  /** What the float model's tensors hold; empty for a file that dlpu did not quantize. */
  readonly ranges: TensorRanges;
  /** Outputs of the source that a cut left to the application. */
  readonly replaced: readonly ReplacedOutput[];
}

const NO_RANGES: TensorRanges = new Map();
const nothingDone = { quantization: null, rewrites: [], twin: null, ranges: NO_RANGES };

/** The files of one model and what emulation says of them; each is made once, whoever asks for it. */
export interface Candidates {
  readonly candidate: (plan: BuildPlan) => Promise<Candidate>;
  readonly emulated: (plan: BuildPlan) => Promise<Product<Emulated>>;
  /** The calibration images at the size of the contract's input, for compilers that calibrate by themselves. */
  readonly images: (contract: Contract) => Promise<readonly string[]>;
}

/** Prepares the ways to all files of one model from its import; nothing runs before it is asked for. */
export function prepareCandidates(
  work: ModelWork,
  source: ModelSource,
  importFloat: () => Promise<Product<FloatTflite>>,
): Candidates {
  const { model, folder } = work;
  const imported = once(importFloat);
  const onnx = once(() => makeOnnx(work, imported));
  const inputs = once(async () => source.givenInputs ?? (await imported()).value.inputs);
  const calibration = once(async () => makeCalibrationSamples(work, await inputs()));
  const ranges = once(async () =>
    calibrateModel(
      work,
      (await imported()).value,
      (await calibration()).value,
      join(folder, "ranges.json"),
    ),
  );
  const quantized = oncePerKey(async (precision: Exclude<Precision, "float32">) => {
    const float = (await imported()).value;
    const [found, samples] = [(await ranges()).value, (await calibration()).value];
    const rescued = await rescueModel(work, float, found, samples, precision);
    const made = await quantizeModel(work, rescued, precision);
    const { quantization, twin } = rescued;
    return { ...made.value, quantization, twin, steps: [...rescued.steps, made.step] };
  });
  const evaluation = once(() => makeEvaluation(work, inputs, calibration));
  const reference = once(() => runReference(work, source, imported, evaluation));

  const candidate = oncePerKey(async (key: CandidateKey): Promise<Candidate> => {
    if (key === "as given") {
      return { ...asTflite(model.path), ...nothingDone, steps: [], findings: [], replaced: [] };
    }
    const { step, value } = await imported();
    const { replaced } = value;
    const cutting = { ...nothingDone, replaced, findings: cutFindings(replaced) };
    if (key === "onnx") {
      const exported = await onnx();
      return { ...exported.value, ...cutting, steps: [step, ...exported.steps] };
    }
    if (key === "float32") {
      return { ...asTflite(value.tflitePath), ...cutting, steps: [step] };
    }
    const [samples, found, made] = [await calibration(), await ranges(), await quantized(key)];
    return {
      ...asTflite(made.path),
      steps: [step, samples.step, found.step, ...made.steps],
      findings: [...cutting.findings, ...samples.value.findings, ...made.findings],
      quantization: made.quantization,
      rewrites: [],
      twin: made.twin,
      ranges: await loadTensorRanges(found.value),
      replaced,
    };
  });
  const legal = oncePerKey(async (plan: BuildPlan): Promise<Candidate> => {
    const proving = plan.precision === "as given" ? evaluation : calibration;
    const made = await candidate(keyOf(plan));
    return await legalize(work, plan, made, async () => (await proving()).value);
  });
  const emulated = oncePerKey(async (file: Candidate) => {
    const samples = (await evaluation()).value;
    const run = (await reference())?.value;
    const emulating = emulate(work, file, run, samples, join(folder, `run-${basename(file.path)}`));
    return file.path === model.path ? await blameFile(emulating, model) : await emulating;
  });
  return {
    candidate: legal,
    emulated: async (plan) => await emulated(await legal(plan)),
    images: (contract) => exportImages(work, contract),
  };
}

/** Builds with the same key ship the same file. */
type CandidateKey = Precision | "as given" | "onnx";

function keyOf({ target, precision }: BuildPlan): CandidateKey {
  return target.form === "onnx" ? "onnx" : precision;
}

/** A `.tflite` takes the samples as they are. */
function asTflite(path: string): Runnable {
  return { path, axisOrders: null, pixels: null };
}

interface MadeOnnx {
  readonly value: Runnable;
  readonly steps: readonly Step[];
}

async function makeOnnx(
  work: ModelWork,
  imported: () => Promise<Product<FloatTflite>>,
): Promise<MadeOnnx> {
  const { value } = await imported();
  const made =
    value.onnxPath === undefined
      ? await exportOnnx(work, value)
      : { value: { path: value.onnxPath, axisOrders: value.axisOrders, pixels: null } };
  const steps = "step" in made ? [made.step] : [];
  if (!normalizes(work.model)) return { value: made.value, steps };
  const pixels = await takePixels(work, made.value);
  return { value: pixels.value, steps: [...steps, pixels.step] };
}

/** Evaluation data where there is some, else the data that the ranges were found on. */
async function makeEvaluation(
  work: ModelWork,
  inputs: () => Promise<readonly FloatTensor[]>,
  calibration: () => Promise<Product<Samples>>,
): Promise<Product<Samples>> {
  const data = work.model.evaluation;
  if (data === undefined) return await calibration();
  return await makeEvaluationSamples(work, data, await inputs());
}

/** The float model's outputs, which every final file is compared with; none for a file that came quantized. */
async function runReference(
  work: ModelWork,
  source: ModelSource,
  imported: () => Promise<Product<FloatTflite>>,
  evaluation: () => Promise<Product<Samples>>,
): Promise<Product<Run> | undefined> {
  if (source.kind === "tflite-integer") return undefined;
  const file = asTflite((await imported()).value.tflitePath);
  return await runFast(work, file, (await evaluation()).value, join(work.folder, "run-float"));
}
