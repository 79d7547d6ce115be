import { nameOf, subjectOf } from "../../check/evidence.ts";
import { contextOf } from "../../check/operator-table.ts";
import type { Rule, Violation } from "../../check/rule.ts";
import type { Graph } from "../../graph/graph.ts";
import { planPartitions } from "../../check/partition.ts";
import { placeOnArtpec8 } from "./place.ts";

/** What larod on ARTPEC-8 takes, DLPU and CPU parts counted together: its message says "137 > 16" of which 68 on the CPU. */
const MAX_PARTITIONS = 16;
/** One change to the CPU at the end is common and harmless; a return to the DLPU makes three. */
const MANY_PARTITIONS = 3;

export const partitions: Rule = {
  code: "AX-OP-802",
  severity: "error",
  condition: `The model changes between DLPU and CPU so often that it falls into more than ${MAX_PARTITIONS} parts; a warning from ${MANY_PARTITIONS} on.`,
  why: `The camera refuses it above ${MAX_PARTITIONS}: "Model contains too many graph partitions (137 > 16) and 68 of the graph partitions can't be run on the device". Below, each change copies tensors and costs time.`,
  remedy:
    "Replace the operators that run on the CPU (see the findings that name them), or cut the model before the first of them and do the rest in the application.",
  source:
    "https://github.com/AxisCommunications/acap-computer-vision-sdk-examples/issues/141 (read 2026-11-22)",
  format: "tflite",
  find: findPartitions,
};

function findPartitions(graph: Graph): readonly Violation[] {
  const { operators } = contextOf(graph).subgraph;
  const all = planPartitions(operators, placeOnArtpec8(graph));
  const onCpu = all.filter(({ unit }) => unit === "cpu");
  const first = onCpu[0]?.operators[0];
  if (all.length < MANY_PARTITIONS || first === undefined) return [];
  const isRefused = all.length > MAX_PARTITIONS;
  const count = isRefused
    ? `Model contains too many graph partitions (${all.length} > ${MAX_PARTITIONS}) and ${onCpu.length} of the graph partitions can't be run on the device`
    : `${all.length} parts, ${onCpu.length} of them on the CPU`;
  return [
    {
      severity: isRefused ? "error" : "warning",
      subject: subjectOf(first),
      evidence: `${count}; the first of those starts at ${nameOf(first)}`,
    },
  ];
}
