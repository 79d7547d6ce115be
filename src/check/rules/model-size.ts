import { countConstants } from "../../graph/constants.ts";
import type { Graph } from "../../graph/graph.ts";
import { countTotalMacs } from "../../graph/macs.ts";
import { contextOf } from "../operator-table.ts";
import type { Rule, Violation } from "../rule.ts";
import { AXIS_MODEL_ZOO } from "./sources.ts";

/** YOLOv5m at 640×640, the largest network in Axis' model zoo: 21.2 M parameters, 49 GFLOPs. */
const LARGEST_PARAMETERS = 21.2e6;
const LARGEST_GIGA_MACS = 24.5;

export const modelSize: Rule = {
  code: "AX-SZ-802",
  severity: "warning",
  condition:
    "The model has more parameters or multiply-accumulates than YOLOv5m at 640×640, the largest that Axis has published for this soc.",
  why: "Larger models are untested: they may not fit into the camera's memory.",
  remedy:
    "Use a smaller variant or input, or measure memory and time on the smallest camera that you target.",
  source: `${AXIS_MODEL_ZOO}, docs/yolov5.md`,
  format: "tflite",
  find: findLarge,
};

function findLarge(graph: Graph): readonly Violation[] {
  const { name, operators } = contextOf(graph).subgraph;
  const { parameters } = countConstants(graph);
  const gigaMacs = (countTotalMacs(operators) ?? 0) / 1e9;
  if (parameters <= LARGEST_PARAMETERS && gigaMacs <= LARGEST_GIGA_MACS) return [];
  const evidence = `${(parameters / 1e6).toFixed(1)} M parameters, ${gigaMacs.toFixed(1)} GMACs`;
  return [{ subject: { name }, evidence }];
}
