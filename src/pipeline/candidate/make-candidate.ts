import { axesBetween } from "../import/axis-orders.ts";
import type { Precision } from "../../result/precision.ts";
import type { Candidate } from "./candidate.ts";
import { normalizes, takePixels } from "../compile/compile-bundle.ts";
import type { FloatTflite } from "../import/import-model.ts";
import { exportOnnx } from "../import/import-model.ts";
import type { Materials } from "./shared-steps.ts";
import type { ModelWork } from "../step/model-work.ts";
import { quantizeModel } from "../quantize/quantize-model.ts";
import { cutFindings } from "../import/replaced-output.ts";
import { rescueModel } from "../quantize/rescue.ts";
import { asTflite, type Runnable } from "../verify/run-model.ts";
import { loadTensorRanges } from "../quantize/tensor-ranges.ts";

/** Builds with the same kind of file start from the same one. */
export type FileKind = Precision | "as given" | "onnx";

/** Makes one of the files that a model can become, before any target has its wishes. */
export async function makeCandidate(
  work: ModelWork,
  materials: Materials,
  kind: FileKind,
): Promise<Candidate> {
  if (kind === "as given") return { ...NOTHING_DONE, ...asTflite(work.model.path) };
  const { step, value } = await materials.imported();
  const imported = { ...NOTHING_DONE, ...importedBy(value), steps: [step] };
  if (kind === "onnx") {
    const { file, sourceAxes, steps } = await makeOnnx(work, value);
    return { ...imported, ...file, sourceAxes, steps: [step, ...steps] };
  }
  if (kind === "float32") return { ...imported, ...asTflite(value.tflitePath) };
  return await makeInteger(work, materials, kind);
}

const NOTHING_DONE = {
  steps: [],
  findings: [],
  quantization: null,
  rewrites: [],
  twin: null,
  ranges: new Map(),
  sourceAxes: null,
  replaced: [],
  ranking: null,
};

/** What every file inherits from the import. */
function importedBy(
  float: FloatTflite,
): Pick<Candidate, "findings" | "sourceAxes" | "replaced" | "ranking"> {
  const { axisOrders, replaced, ranking } = float;
  return { findings: cutFindings(replaced), sourceAxes: axisOrders, replaced, ranking };
}

/** The static NCHW form, made from the `.tflite` where the source was no ONNX, for the pixels that compilers feed it. */
async function makeOnnx(
  work: ModelWork,
  float: FloatTflite,
): Promise<Pick<Candidate, "sourceAxes" | "steps"> & { readonly file: Runnable }> {
  const { onnxPath, axisOrders } = float;
  const exported = onnxPath === undefined ? await exportOnnx(work, float) : undefined;
  const file = exported?.value ?? { path: onnxPath ?? "", axisOrders, pixels: null };
  const steps = exported === undefined ? [] : [exported.step];
  const toTflite = exported?.value.axisOrders ?? axisOrders;
  const sourceAxes = axesBetween(axisOrders, toTflite);
  if (!normalizes(work.model)) return { file, sourceAxes, steps };
  const pixels = await takePixels(work, file);
  return { file: pixels.value, sourceAxes, steps: [...steps, pixels.step] };
}

async function makeInteger(
  work: ModelWork,
  materials: Materials,
  precision: Exclude<Precision, "float32">,
): Promise<Candidate> {
  const [imported, samples] = [await materials.imported(), await materials.calibration()];
  const ranges = await materials.ranges();
  const { value: float } = imported;
  const rescued = await rescueModel(work, float, ranges.value, samples.value, precision);
  const made = await quantizeModel(work, rescued, precision);
  const { findings, ...cut } = importedBy(float);
  return {
    ...asTflite(made.value.path),
    steps: [imported.step, samples.step, ranges.step, ...rescued.steps, made.step],
    findings: [...findings, ...samples.value.findings, ...made.value.findings],
    quantization: rescued.quantization,
    rewrites: [],
    twin: rescued.twin,
    ranges: await loadTensorRanges(ranges.value),
    ...cut,
  };
}
