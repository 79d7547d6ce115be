import { join } from "node:path";
import type { ModelConfig } from "../../config/config.ts";
import { UserError } from "../../errors.ts";
import { isArrayFile } from "../../config/discover.ts";
import type { AxisOrders, DeclaredInputs } from "../../worker/method-params.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { FloatTensor } from "./float-tensor.ts";
import type { Runnable } from "../verify/run-model.ts";
import type { ModelSource } from "./load-source.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product, StepCall } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import { blameModel } from "./blame-model.ts";
import { workerPreprocess } from "../samples/samples.ts";
import type { Ranking } from "./ranking-outputs.ts";
import type { ReplacedOutput } from "../../result/replaced-output.ts";

/** A model's float form that the tflite targets start from: static and NHWC. */
export interface FloatTflite extends Ranking {
  readonly tflitePath: string;
  /** The static NCHW form, where the importer makes it on the way. */
  readonly onnxPath: string | undefined;
  readonly inputs: readonly FloatTensor[];
  /** From the axes of the source model to those of the `.tflite`. */
  readonly axisOrders: AxisOrders;
  /** Outputs of the source that a cut left to the application; none of a whole model. */
  readonly replaced: readonly ReplacedOutput[];
}

/**
 * Brings any float source to a float `.tflite`; an ONNX source also to its static ONNX.
 *
 * `cutAt` names tensors of an ONNX source at which both are to end.
 */
export async function importModel(
  work: ModelWork,
  source: ModelSource,
  cutAt: readonly string[] = [],
): Promise<Product<FloatTflite>> {
  const tflitePath = join(work.folder, "float.tflite");
  const onnxPath = source.kind === "onnx" ? join(work.folder, "float.onnx") : undefined;
  const call = importCall(work.model, source, tflitePath, onnxPath, cutAt);
  const imported = runStep(work, call, describeImport);
  const { value, step } = await imported.catch((error: unknown) => {
    throw blameModel(error, work.model.shownPath, source);
  });
  return {
    value: {
      tflitePath,
      onnxPath,
      inputs: value.inputs,
      axisOrders: axisOrdersOf(value),
      replaced: [],
      ranking: null,
    },
    step,
  };
}

/** The static NCHW ONNX of a model that was not ONNX, made from its float `.tflite`. */
export async function exportOnnx(work: ModelWork, float: FloatTflite): Promise<Product<Runnable>> {
  const onnxPath = join(work.folder, "exported.onnx");
  const { value, step } = await runStep(
    work,
    {
      name: "import",
      environment: "tensorflow",
      method: "export_onnx",
      params: { tflitePath: float.tflitePath, onnxPath },
    },
    () => ["exported the float model to ONNX"],
  );
  const exported = { path: onnxPath, axisOrders: axisOrdersOf(value), pixels: null };
  return { value: exported, step };
}

function axisOrdersOf({ inputs, outputs }: MethodResult<"import_onnx">): AxisOrders {
  return {
    inputs: inputs.map(({ permutation }) => permutation),
    outputs: outputs.map(({ permutation }) => permutation),
  };
}

function describeImport(result: MethodResult<"import_onnx">): string[] {
  return [
    ...result.rewrites.map(({ detail }) => detail),
    `differs from the source by at most ${result.maxAbsDiff.toPrecision(2)}`,
  ];
}

/** Two pictures prove an import as well as all of them. */
const PROVED_PICTURES = 2;

function declaredInputs(model: ModelConfig): DeclaredInputs {
  const files = model.calibration?.files ?? [];
  return {
    images: files.filter((file) => !isArrayFile(file)).slice(0, PROVED_PICTURES),
    arrays: files.filter(isArrayFile),
    preprocess: workerPreprocess(model),
  };
}

type ImportCall = StepCall<"import_onnx"> | StepCall<"import_tflite"> | StepCall<"import_keras">;

function importCall(
  model: ModelConfig,
  source: ModelSource,
  tflitePath: string,
  onnxPath: string | undefined,
  cutAt: readonly string[],
): ImportCall {
  const common = { name: "import" } as const;
  const params = { source: model.path, inputShapes: model.inputs, tflitePath };
  switch (source.kind) {
    case "onnx":
      return {
        ...common,
        environment: "core",
        method: "import_onnx",
        params: { ...params, onnxPath: onnxPath ?? "", cutAt, declared: declaredInputs(model) },
      };
    case "tflite-float":
      return {
        ...common,
        environment: "core",
        method: "import_tflite",
        params: { ...params, preprocess: workerPreprocess(model) },
      };
    case "keras":
    case "saved-model":
      return { ...common, environment: "tensorflow", method: "import_keras", params };
    case "tflite-integer":
      throw new UserError(
        `${model.shownPath} is already quantized, so there is no float model to start from`,
        "For this soc, give dlpu the float model that it was made from (.onnx, float .tflite, Keras or SavedModel).",
        { code: "DLPU-IMPORT-QUANTIZED" },
      );
  }
}
