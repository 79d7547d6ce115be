import type { Operator, Tensor } from "../../graph/graph.ts";
import { perTensorQuantization } from "../../graph/quantization-granularity.ts";
import { type OperatorNote, renderShape, quoteName, violationOf } from "../evidence.ts";
import { contextOf, type OperatorConstraint } from "../operator-table.ts";
import type { Rule } from "../rule.ts";

/** A reason for which a kernel of TFLite itself refuses an operator while the model is loaded, delegate or not. */
export interface KernelCheck extends Omit<OperatorConstraint, "violated"> {
  /** Names in TFLite's schema. */
  readonly operators: ReadonlySet<string>;
  /** What the kernel refuses in this operator; `undefined` where it takes it. */
  readonly refused: (operator: Operator) => string | undefined;
}

/** The kernels' sources, by file. */
export function kernelSource(file: string): string {
  return `https://github.com/google-ai-edge/LiteRT/blob/f674577/tflite/kernels/${file} (read 2026-11-22, confirmed with ai-edge-litert 2.3.0)`;
}

/** The check as a rule: one error that names all refused operators of the first subgraph. */
export function ruleOfKernelCheck(check: KernelCheck): Rule {
  const { code, condition, why, remedy, source, operators, refused } = check;
  return {
    ...{ code, condition, why, remedy, source },
    severity: "error",
    format: "tflite",
    find: (graph) => {
      const notes = contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
        const note = operators.has(operator.name) ? refused(operator) : undefined;
        return note === undefined ? [] : [{ operator, note }];
      });
      return violationOf(notes);
    },
  };
}

/** Scale and zero point as kernels see them: both 0 without quantization, and with one scale a channel. */
export function kernelQuantization(tensor: Tensor): {
  readonly scale: number;
  readonly zeroPoint: number;
} {
  return perTensorQuantization(tensor) ?? { scale: 0, zeroPoint: 0 };
}

/** True when the tensor has scales, be it one or one a channel. */
export function hasScales({ quantization }: Tensor): boolean {
  return quantization !== undefined && quantization.scales.length > 0;
}

/** The tensor with type and shape: `"conv/bias" int32 16`. */
export function describeOperand(tensor: Tensor): string {
  return `${quoteName(tensor.name)} ${tensor.dtype} ${renderShape(tensor)}`;
}
