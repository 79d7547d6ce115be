import type { OperatorPlacement } from "../../result/placement.ts";
import type { Graph, Operator } from "../../graph/graph.ts";

const PROGRAM = "edgetpu-custom-op";

/** Why an operator is on the CPU where the rules had no reason against it. */
export const REPORTED_BY_COMPILER = "A7-COMPILE-REPORT";

/**
 * Where edgetpu_compiler really put each operator: what stands in the compiled file beside its programs stayed on the CPU.
 *
 * Operators are found again by name and output tensor. `undefined` when one of the compiled file's is not found: then the
 * file does not say which of the others it was.
 */
export function findReportedPlacement(
  graph: Graph,
  product: Graph,
  predicted: readonly OperatorPlacement[],
): readonly OperatorPlacement[] | undefined {
  const operators = graph.subgraphs[0]?.operators ?? [];
  const left = (product.subgraphs[0]?.operators ?? []).filter(
    ({ customName }) => customName !== PROGRAM,
  );
  const identities = new Set(left.map(identityOf));
  const onCpu = operators.filter((operator) => identities.has(identityOf(operator)));
  if (onCpu.length !== left.length) return undefined;
  const indices = new Set(onCpu.map(({ index }) => index));
  return operators.map(({ index, name }) => {
    if (!indices.has(index)) return { index, name, placement: "dlpu", reasons: [] };
    const known = predicted.find((one) => one.index === index && one.placement === "cpu");
    return { index, name, placement: "cpu", reasons: known?.reasons ?? [REPORTED_BY_COMPILER] };
  });
}

function identityOf({ name, customName, outputs }: Operator): string {
  return JSON.stringify([name, customName, ...outputs.map((tensor) => tensor?.name)]);
}
