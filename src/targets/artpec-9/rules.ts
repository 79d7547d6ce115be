import { placeByTable, rulesOfTable } from "../../check/operator-table.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { Rule } from "../../check/rule.ts";
import { modelSize } from "../../check/rules/model-size.ts";
import { onnxUnsupported } from "../../check/rules/onnx.ts";
import { decodeTailOnCpu } from "../../check/rules/outputs.ts";
import { batchSize } from "../../check/rules/shapes.ts";
import { onCameraCompilerRules } from "../../check/rules/tflite-rules.ts";
import type { Graph } from "../../graph/graph.ts";
import { otherActivations } from "./advice/activations.ts";
import { unevenChannels } from "./advice/channels.ts";
import { explicitPadding } from "./advice/padding.ts";
import { stricterTable, unevenJoins } from "./advice/published-table.ts";
import { yolov8OnOlderOs } from "./advice/yolov8.ts";
import { ARTPEC_9_TABLE } from "./ethos-n/table.ts";

export const ARTPEC_9_RULES: readonly Rule[] = [
  ...onCameraCompilerRules,
  batchSize,
  ...rulesOfTable(ARTPEC_9_TABLE),
  onnxUnsupported((name) => ARTPEC_9_TABLE.byName.has(name)),
  unevenJoins,
  stricterTable,
  unevenChannels,
  explicitPadding,
  otherActivations,
  decodeTailOnCpu(placeOnArtpec9),
  yolov8OnOlderOs,
  modelSize,
];

/** Predicts what Arm's library takes; what its compiler joins into one piece is not modelled. */
export function placeOnArtpec9(graph: Graph): readonly OperatorPlacement[] {
  return placeByTable(graph, ARTPEC_9_TABLE);
}
