import { rulesOfTable } from "../../check/operator-table.ts";
import { type Rule, withSeverity } from "../../check/rule.ts";
import { modelSize } from "../../check/rules/model-size.ts";
import { onnxUnsupported } from "../../check/rules/onnx.ts";
import { decodeTailOnCpu } from "../../check/rules/outputs.ts";
import { batchSize } from "../../check/rules/shapes.ts";
import { onCameraCompilerRules } from "../../check/rules/tflite-rules.ts";
import {
  depthwiseConvolutions,
  filterCounts,
  kernelSizes,
  slowActivations,
  strides,
} from "./advice.ts";
import { outsideAxisList } from "./axis-operators.ts";
import { ARTPEC_8_TABLE } from "./delegate/table.ts";
import { placeOnArtpec8 } from "./place.ts";
import { programCache } from "./program-cache.ts";
import { partitions } from "./segments.ts";
import { perChannelWeights, unevenDepthwiseWeights } from "./weights.ts";

export const ARTPEC_8_RULES: readonly Rule[] = [
  ...onCameraCompilerRules,
  withSeverity(batchSize, "warning"),
  perChannelWeights,
  unevenDepthwiseWeights,
  outsideAxisList,
  partitions,
  ...rulesOfTable(ARTPEC_8_TABLE),
  onnxUnsupported((name) => ARTPEC_8_TABLE.byName.has(name)),
  slowActivations,
  depthwiseConvolutions,
  kernelSizes,
  filterCounts,
  strides,
  decodeTailOnCpu(placeOnArtpec8),
  programCache,
  modelSize,
];
