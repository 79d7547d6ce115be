import { listOperators } from "../../check/evidence.ts";
import { contextOf } from "../../check/operator-table.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { Rule } from "../../check/rule.ts";
import type { Graph, Operator } from "../../graph/graph.ts";

const COMPILED_OPERATOR = "edgetpu-custom-op";

/** True for the output of edgetpu_compiler. */
export function isCompiled(graph: Graph): boolean {
  return contextOf(graph).subgraph.operators.some(isProgram);
}

/** A compiled file says itself what runs where: its programs on the Edge TPU, all else on the CPU. */
export function placeCompiled(graph: Graph): readonly OperatorPlacement[] {
  return contextOf(graph).subgraph.operators.map((operator) => ({
    index: operator.index,
    name: operator.name,
    placement: isProgram(operator) ? "dlpu" : "cpu",
    reasons: isProgram(operator) ? [] : [compiledFile.code],
  }));
}

/** What the compiler did is told, what it was given cannot be judged any more. */
export const compiledFile: Rule = {
  code: "A7-FILE-009",
  severity: "info",
  format: "tflite",
  condition: "The file is the output of edgetpu_compiler.",
  why: "It is ready for the Edge TPU and for nothing else: the compiler does not take it a second time, no other soc loads it, and its weights and quantization can no longer be read.",
  remedy: "Build from the file that was compiled; ship this one as it is.",
  source: "https://coral.ai/docs/edgetpu/compiler/ (read 2026-11-22)",
  find: (graph) => {
    if (!isCompiled(graph)) return [];
    const { operators } = contextOf(graph).subgraph;
    const onCpu = operators.filter((operator) => !isProgram(operator));
    const programs = `${operators.length - onCpu.length} Edge TPU program(s)`;
    const rest = listOperators(onCpu.map((operator) => ({ operator, note: "" })));
    return [{ subject: {}, evidence: rest === "" ? programs : `${programs}; on the CPU ${rest}` }];
  },
};

/** The same rule for files that the compiler has not seen yet: a compiled one has no operators to judge. */
export function beforeCompilation(rule: Rule): Rule {
  return {
    ...rule,
    find: (graph, context) => (isCompiled(graph) ? [] : rule.find(graph, context)),
  };
}

function isProgram({ customName }: Operator): boolean {
  return customName === COMPILED_OPERATOR;
}
