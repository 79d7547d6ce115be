import type { Rule } from "../rule.ts";
import { withSeverity } from "../rule.ts";
import { TFLITE_KERNEL_RULES } from "../tflite-kernels/rules.ts";
import { transformer } from "./architecture.ts";
import {
  compiledForEdgeTpu,
  customOperator,
  detectionPostprocess,
  graphAfterImport,
  notCompiledForEdgeTpu,
  unreadableFile,
} from "./format.ts";
import {
  onnxBeforeConversion,
  onnxDynamicAxes,
  onnxInconvertible,
  onnxOpset,
  onnxQuantized,
} from "./onnx.ts";
import { onnxInvalid } from "./onnx-invalid.ts";
import {
  floatActivations,
  hybridOperators,
  invalidScale,
  newerQuantization,
  otherIntegerWidths,
} from "./quantization.ts";
import { mixedOutputs } from "./outputs.ts";
import {
  batchSize,
  detectorInputSize,
  dynamicShapes,
  imageLayout,
  oddImageSize,
  severalInputs,
  squareDetectorInput,
} from "./shapes.ts";
import { uncalledSubgraphs } from "./subgraphs.ts";
import { equalOutputSizes, inputScale, inputType } from "./tensor-values.ts";
import { externalBuffers, newerThanRuntime, unknownOperator } from "./versions.ts";

/** What holds wherever larod runs a `.tflite`, on the DLPU or on the CPU. */
const anyTflite: readonly Rule[] = [
  unreadableFile,
  graphAfterImport,
  ...TFLITE_KERNEL_RULES,
  customOperator,
  externalBuffers,
  uncalledSubgraphs,
  imageLayout,
  severalInputs,
  inputScale,
  invalidScale,
  oddImageSize,
  squareDetectorInput,
  equalOutputSizes,
  mixedOutputs,
  transformer,
  newerThanRuntime,
  unknownOperator,
  onnxBeforeConversion,
  onnxDynamicAxes,
  onnxOpset,
  onnxInconvertible,
  onnxQuantized,
  onnxInvalid,
];

/** What an integer DLPU asks for besides. */
const anyIntegerDlpu: readonly Rule[] = [
  floatActivations,
  hybridOperators,
  otherIntegerWidths,
  newerQuantization,
  { ...dynamicShapes, format: "tflite" },
  inputType,
];

export const cpuRules: readonly Rule[] = [
  ...anyTflite,
  compiledForEdgeTpu,
  withSeverity(newerQuantization, "warning"),
];

/** For the Edge TPU; what its compiler says of operators stands with the soc. */
export const edgeTpuRules: readonly Rule[] = [
  ...anyTflite,
  ...anyIntegerDlpu,
  notCompiledForEdgeTpu,
  withSeverity(batchSize, "warning"),
];

/** For DLPUs whose compiler runs on the camera; operator tables and the severity of a batch stand with each soc. */
export const onCameraCompilerRules: readonly Rule[] = [
  ...anyTflite,
  ...anyIntegerDlpu,
  compiledForEdgeTpu,
  detectionPostprocess,
  detectorInputSize,
];
