import type { Dimension, Operator } from "../graph.ts";
import { numberAttribute, numbersAttribute } from "../onnx-attributes.ts";
import { inputShape, type Known, normalizeAxis, resolveAxis, type Shape } from "./shape-rule.ts";

/** The shape after `Slice`, whose settings are attributes before operator set 10 and operands since. */
export function slice(operator: Operator, known: Known): Shape | undefined {
  const shape = inputShape(operator, 0);
  const starts = numbersAttribute(operator, "starts") ?? known.ints(operator.inputs[1]);
  const ends = numbersAttribute(operator, "ends") ?? known.ints(operator.inputs[2]);
  if (shape === undefined || starts === undefined || ends === undefined) return undefined;
  const axes =
    numbersAttribute(operator, "axes") ??
    (operator.inputs[3] === undefined
      ? starts.map((_, axis) => axis)
      : known.ints(operator.inputs[3]));
  const steps =
    operator.inputs[4] === undefined ? starts.map(() => 1) : known.ints(operator.inputs[4]);
  if (axes === undefined || steps === undefined) return undefined;
  const result = [...shape];
  for (const [position, stated] of axes.entries()) {
    const axis = normalizeAxis(stated, shape.length);
    if (axis === undefined) return undefined;
    const [start = 0, end = 0, step = 1] = [starts[position], ends[position], steps[position]];
    result[axis] = countSteps(shape[axis], start, end, step);
  }
  return result;
}

/** The shapes after `Split`: stated parts, or as many equal ones as there are outputs. */
export function split(operator: Operator, known: Known): readonly (Shape | undefined)[] {
  const shape = inputShape(operator, 0);
  const axis = shape && resolveAxis(operator, shape.length, 0);
  if (shape === undefined || axis === undefined) return [];
  const stated = numbersAttribute(operator, "split") ?? known.ints(operator.inputs[1]);
  if (stated === undefined && operator.inputs[1] !== undefined) return [];
  const count = numberAttribute(operator, "num_outputs") ?? operator.outputs.length;
  return operator.outputs.map((_, position) => {
    const part = stated?.[position] ?? equalPart(shape[axis], count, position);
    return shape.with(axis, part);
  });
}

/** The last part is smaller when the size does not divide evenly. */
function equalPart(size: Dimension, count: number, position: number): Dimension {
  if (typeof size !== "number" || count < 1) return undefined;
  const part = Math.ceil(size / count);
  return Math.max(Math.min(part, size - part * position), 0);
}

/** How many positions from `start` up to but without `end` there are; both may count from the back. */
function countSteps(size: Dimension, start: number, end: number, step: number): Dimension {
  if (typeof size !== "number" || step === 0) return undefined;
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const first = clamp(start < 0 ? start + size : start, step > 0 ? 0 : 0, high);
  const last = clamp(end < 0 ? end + size : end, low, high);
  return Math.max(Math.ceil((last - first) / step), 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
