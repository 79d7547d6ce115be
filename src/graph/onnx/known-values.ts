import { constantInts } from "../constant-values.ts";
import type { Dimension, Operator, Tensor } from "../graph.ts";
import { numberAttribute, tensorAttribute } from "../onnx-attributes.ts";
import { elementCount } from "../tensor-shape.ts";
import { type Known, product, resolveAxis, type Shape } from "./shape-rule.ts";

/** Longer integer constants are data, not shapes. */
const MAX_LENGTH = 64;

/**
 * Follows small integer tensors through the operators that exporters compute shapes with.
 *
 * PyTorch writes `view(x.size(0), -1)` as Shape → Gather → Unsqueeze → Concat → Reshape.
 */
export class KnownValues implements Known {
  private readonly computed = new Map<Tensor, Shape>();

  dimensions(tensor: Tensor | undefined): Shape | undefined {
    if (tensor === undefined) return undefined;
    const count = tensor.data && elementCount(tensor);
    if (count === undefined) return this.computed.get(tensor);
    return count <= MAX_LENGTH ? constantInts(tensor) : undefined;
  }

  ints(tensor: Tensor | undefined): readonly number[] | undefined {
    const values = this.dimensions(tensor);
    const numbers = values?.filter((value) => typeof value === "number");
    return numbers?.length === values?.length ? numbers : undefined;
  }

  /** Remembers the operator's result when it follows from known values. */
  learn(operator: Operator): void {
    const [output] = operator.outputs;
    const values = this.compute(operator);
    if (output === undefined || values === undefined || values.length > MAX_LENGTH) return;
    this.computed.set(output, values);
  }

  private compute(operator: Operator): Shape | undefined {
    const [first, second] = operator.inputs;
    switch (operator.name) {
      case "Shape": {
        const start = numberAttribute(operator, "start") ?? 0;
        return first?.shape?.slice(start, numberAttribute(operator, "end"));
      }
      case "Identity":
      case "Cast":
      case "Squeeze":
      case "Unsqueeze":
      case "Reshape":
        return this.dimensions(first);
      case "Concat":
        return this.concatenate(operator);
      case "Gather":
        return pick(operator, this.dimensions(first), this.ints(second));
      case "Slice":
        return this.slice(operator);
      case "ConstantOfShape":
        return fill(operator, this.ints(first));
      case "Add":
      case "Sub":
      case "Mul":
      case "Div":
        return calculate(operator.name, this.dimensions(first), this.dimensions(second));
      default:
        return undefined;
    }
  }

  private concatenate(operator: Operator): Shape | undefined {
    const values: Dimension[] = [];
    for (const input of operator.inputs) {
      const part = this.dimensions(input);
      if (part === undefined || values.length > MAX_LENGTH) return undefined;
      values.push(...part);
    }
    return values;
  }

  /** Only `values[start:end]` of a vector, which is what exporters write. */
  private slice(operator: Operator): Shape | undefined {
    const [values, starts, ends, , steps] = operator.inputs;
    const start = this.ints(starts)?.[0];
    const end = this.ints(ends)?.[0];
    const isPlain = steps === undefined || this.ints(steps)?.[0] === 1;
    if (start === undefined || end === undefined || !isPlain) return undefined;
    return this.dimensions(values)?.slice(start, end);
  }
}

function pick(
  operator: Operator,
  values: Shape | undefined,
  positions: readonly number[] | undefined,
): Shape | undefined {
  if (values === undefined || resolveAxis(operator, 1, 0) !== 0) return undefined;
  return positions?.map((position) => values.at(position));
}

/** `ConstantOfShape` fills with 0 unless it has a value. */
function fill(operator: Operator, shape: readonly number[] | undefined): Shape | undefined {
  const length = shape && product(shape);
  if (length === undefined || length < 0 || length > MAX_LENGTH) return undefined;
  const value = tensorAttribute(operator, "value");
  if (value === undefined) return undefined;
  const [filler] = constantInts({ ...PLACEHOLDER, ...value }) ?? [];
  return filler === undefined ? undefined : Array.from({ length }, () => filler);
}

const PLACEHOLDER = { index: 0, name: "", shapeSource: "file", isVariable: false } as const;

function calculate(name: string, a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return undefined;
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, index) => combine(name, a[index] ?? a[0], b[index] ?? b[0]));
}

function combine(name: string, a: Dimension, b: Dimension): Dimension {
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  if (name === "Add") return a + b;
  if (name === "Sub") return a - b;
  if (name === "Mul") return a * b;
  return b === 0 ? undefined : Math.trunc(a / b);
}
