import type { Operator, Subgraph, Tensor } from "./graph.ts";

/** Why a subgraph cannot be run from its first operator to its last. */
export interface OrderFault {
  /** The first operator that breaks the order. */
  readonly operator: Operator;
  readonly operand: "inputs" | "outputs";
  readonly position: number;
  readonly reason: string;
}

/**
 * Finds the first operator that reads what only it or a later one makes, or that makes what is there already.
 *
 * Both formats promise an order in which every tensor is made once, before it is read; a cycle cannot keep it. What
 * no operator makes is not judged here: empty constants and state have no maker either.
 *
 * Source: tflite/core/tools/verifier.cc, VerifySubGraphConsistency, of https://github.com/google-ai-edge/LiteRT;
 * https://onnx.ai/onnx/repo-docs/IR.html, "Graphs": sorted, in single assignment form (both read 2026-11-29).
 */
export function findOrderFault({ inputs, operators }: Subgraph): OrderFault | undefined {
  const makers = new Set(operators.flatMap(({ outputs }) => outputs));
  const made = new Set<Tensor | undefined>(inputs);
  for (const operator of operators) {
    const fault = findEarlyRead(operator, makers, made) ?? findSecondMaker(operator, made);
    if (fault !== undefined) return { operator, ...fault };
    for (const tensor of operator.outputs) made.add(tensor);
  }
  return undefined;
}

type OperandFault = Omit<OrderFault, "operator">;
type Tensors = ReadonlySet<Tensor | undefined>;

function findEarlyRead(
  { inputs, outputs }: Operator,
  makers: Tensors,
  made: Tensors,
): OperandFault | undefined {
  const isEarly = (tensor: Tensor | undefined): boolean =>
    tensor !== undefined && makers.has(tensor) && !made.has(tensor);
  const position = inputs.findIndex(isEarly);
  if (position === -1) return undefined;
  const tensor = inputs[position];
  const maker = outputs.includes(tensor) ? "it makes itself" : "only a later operator makes";
  return { operand: "inputs", position, reason: `it reads ${quote(tensor)}, which ${maker}` };
}

function findSecondMaker({ outputs }: Operator, made: Tensors): OperandFault | undefined {
  const own = new Set<Tensor>();
  for (const [position, tensor] of outputs.entries()) {
    if (tensor === undefined) continue;
    if (made.has(tensor) || own.has(tensor)) {
      const reason = `it makes ${quote(tensor)}, which is an input or made already`;
      return { operand: "outputs", position, reason };
    }
    own.add(tensor);
  }
  return undefined;
}

/** A name can be megabytes long. */
function quote(tensor: Tensor | undefined): string {
  return JSON.stringify(tensor?.name.slice(0, 60) ?? "");
}
