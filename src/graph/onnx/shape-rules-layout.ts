import type { Dimension, Operator } from "../graph.ts";
import { constantFloats } from "../constant-values.ts";
import { numberAttribute, numbersAttribute } from "../onnx-attributes.ts";
import {
  findAxes,
  inputShape,
  type Known,
  normalizeAxis,
  product,
  resolveAxis,
  scale,
  type Shape,
  type ShapeRule,
  sum,
} from "./shape-rule.ts";
import { broadcast } from "./shape-rules-math.ts";
import { slice, split } from "./shape-rules-slice.ts";

/** Operators that move, repeat or select values without computing new ones. */
export const LAYOUT_RULES: ReadonlyMap<string, ShapeRule> = new Map<string, ShapeRule>([
  ["Reshape", (operator, known) => [reshape(operator, known)]],
  ["Flatten", (operator) => [flatten(operator)]],
  ["Transpose", (operator) => [transpose(operator)]],
  ["Concat", (operator) => [concatenate(operator)]],
  ["Squeeze", (operator, known) => [squeeze(operator, known)]],
  ["Unsqueeze", (operator, known) => [unsqueeze(operator, known)]],
  ["Slice", (operator, known) => [slice(operator, known)]],
  ["Split", split],
  ["Gather", (operator) => [gather(operator)]],
  ["GatherElements", (operator) => [inputShape(operator, 1)]],
  ["Expand", (operator, known) => [expand(operator, known)]],
  ["Tile", (operator, known) => [tile(operator, known)]],
  ["Pad", (operator, known) => [pad(operator, known)]],
  ["Resize", (operator, known) => [resize(operator, known)]],
  ["Upsample", (operator, known) => [resize(operator, known)]],
  ["DepthToSpace", (operator) => [moveDepth(operator, -1)]],
  ["SpaceToDepth", (operator) => [moveDepth(operator, 1)]],
  ["Shape", (operator) => [shapeOfShape(operator)]],
  ["ConstantOfShape", (operator, known) => [known.dimensions(operator.inputs[0])]],
]);

/** 0 copies a size of the input unless `allowzero`; -1 takes what is left. */
function reshape(operator: Operator, known: Known): Shape | undefined {
  const input = inputShape(operator, 0);
  const wanted = numbersAttribute(operator, "shape") ?? known.dimensions(operator.inputs[1]);
  if (wanted === undefined) return undefined;
  const copiesZeros = numberAttribute(operator, "allowzero") !== 1;
  const sizes = wanted.map((size, axis) => (size === 0 && copiesZeros ? input?.[axis] : size));
  const rest = sizes.indexOf(-1);
  if (rest < 0) return sizes;
  return sizes.with(rest, input && remainder(input, sizes.toSpliced(rest, 1)));
}

/** What is left of the input's elements, where names that stand on both sides cancel out. */
function remainder(input: Shape, others: Shape): Dimension {
  const left = [...input];
  const numbers: Dimension[] = [];
  for (const size of others) {
    const at = typeof size === "string" ? left.indexOf(size) : -1;
    if (at < 0) numbers.push(size);
    else left.splice(at, 1);
  }
  const divisor = product(numbers);
  const total = product(left.filter((size) => typeof size !== "string"));
  if (total === undefined || divisor === undefined || divisor === 0) return undefined;
  const [name, ...moreNames] = left.filter((size) => typeof size === "string");
  if (name !== undefined) return moreNames.length === 0 && total === divisor ? name : undefined;
  return Number.isInteger(total / divisor) ? total / divisor : undefined;
}

function flatten(operator: Operator): Shape | undefined {
  const shape = inputShape(operator, 0);
  if (shape === undefined) return undefined;
  const axis = numberAttribute(operator, "axis") ?? 1;
  const fromFront = axis < 0 ? axis + shape.length : axis;
  return [fold(shape.slice(0, fromFront)), fold(shape.slice(fromFront))];
}

/** Product that keeps the name of a single unknown size among ones. */
function fold(shape: Shape): Dimension {
  const [only = 1, ...more] = shape.filter((size) => size !== 1);
  return more.length === 0 && shape.length > 0 && !shape.includes(undefined)
    ? only
    : product(shape);
}

function transpose(operator: Operator): Shape | undefined {
  const shape = inputShape(operator, 0);
  const order = numbersAttribute(operator, "perm");
  if (shape === undefined || order === undefined) return shape?.toReversed();
  return order.length === shape.length ? order.map((axis) => shape[axis]) : undefined;
}

function concatenate(operator: Operator): Shape | undefined {
  const shapes = operator.inputs.map((input) => input?.shape);
  const [first] = shapes;
  const axis = first && resolveAxis(operator, first.length, 0);
  if (first === undefined || axis === undefined) return undefined;
  if (shapes.some((shape) => shape?.length !== first.length)) return undefined;
  return first.with(axis, sum(shapes.map((shape) => shape?.[axis])));
}

function squeeze(operator: Operator, known: Known): Shape | undefined {
  const shape = inputShape(operator, 0);
  if (shape === undefined) return undefined;
  const axes = findAxes(operator, known, 1);
  if (axes !== undefined) {
    const gone = new Set(axes.map((axis) => normalizeAxis(axis, shape.length)));
    return shape.filter((_, axis) => !gone.has(axis));
  }
  const isDecided = operator.inputs[1] === undefined && product(shape) !== undefined;
  return isDecided ? shape.filter((size) => size !== 1) : undefined;
}

function unsqueeze(operator: Operator, known: Known): Shape | undefined {
  const shape = inputShape(operator, 0);
  const axes = findAxes(operator, known, 1);
  if (shape === undefined || axes === undefined) return undefined;
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => normalizeAxis(axis, rank)));
  const own = shape.values();
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : own.next().value));
}

function gather(operator: Operator): Shape | undefined {
  const shape = inputShape(operator, 0);
  const indices = inputShape(operator, 1);
  const axis = shape && resolveAxis(operator, shape.length, 0);
  if (indices === undefined || axis === undefined) return undefined;
  return shape?.toSpliced(axis, 1, ...indices);
}

function expand(operator: Operator, known: Known): Shape | undefined {
  return broadcast(inputShape(operator, 0), known.dimensions(operator.inputs[1]));
}

function tile(operator: Operator, known: Known): Shape | undefined {
  const repeats = known.ints(operator.inputs[1]);
  return repeats && inputShape(operator, 0)?.map((size, axis) => scale(size, repeats[axis] ?? 1));
}

/** Pads come as all starts, then all ends; an operand of newer operator sets may name the axes they are for. */
function pad(operator: Operator, known: Known): Shape | undefined {
  const shape = inputShape(operator, 0);
  const pads = numbersAttribute(operator, "pads") ?? known.ints(operator.inputs[1]);
  if (shape === undefined || pads === undefined) return undefined;
  const all = shape.map((_, axis) => axis);
  const axes = operator.inputs[3] === undefined ? all : known.ints(operator.inputs[3]);
  if (axes === undefined) return undefined;
  const order = axes.map((axis) => normalizeAxis(axis, shape.length));
  return shape.map((size, axis) => {
    const at = order.indexOf(axis);
    const added = at < 0 ? 0 : (pads[at] ?? 0) + (pads[at + axes.length] ?? 0);
    return added === 0 ? size : sum([size, added]);
  });
}

/** Sizes, or scales: the output has `⌊size × scale⌋`. Operands moved between the operator sets 10 and 11. */
function resize(operator: Operator, known: Known): Shape | undefined {
  const shape = inputShape(operator, 0);
  const isPolicyPlain = (textPolicy(operator) ?? "stretch") === "stretch";
  if (shape === undefined || !isPolicyPlain || numbersAttribute(operator, "axes")) return undefined;
  const sizes = known.dimensions(operator.inputs[3]);
  if (sizes?.length === shape.length) return sizes;
  const operand = operator.inputs.length > 2 ? operator.inputs[2] : operator.inputs[1];
  const scales = numbersAttribute(operator, "scales") ?? constantFloats(operand);
  if (scales?.length !== shape.length) return undefined;
  return shape.map((size, axis) => floorScale(size, scales[axis] ?? 1));
}

function textPolicy(operator: Operator): string | undefined {
  const { options } = operator;
  const policy =
    options.kind === "Onnx" ? options.attributes.get("keep_aspect_ratio_policy") : undefined;
  return policy?.type === "STRING" ? policy.value : undefined;
}

function floorScale(size: Dimension, factor: number): Dimension {
  const scaled = scale(size, factor);
  return typeof scaled === "number" ? Math.floor(scaled) : scaled;
}

/** `direction` 1 takes blocks of pixels into the channels, -1 spreads the channels over blocks. */
function moveDepth(operator: Operator, direction: 1 | -1): Shape | undefined {
  const shape = inputShape(operator, 0);
  const block = numberAttribute(operator, "blocksize");
  if (shape?.length !== 4 || block === undefined || block < 1) return undefined;
  const [batch, channels, height, width] = shape;
  const factor = block ** direction;
  const sizes = [scale(channels, factor ** 2), scale(height, 1 / factor), scale(width, 1 / factor)];
  return [batch, ...sizes.map((size) => (typeof size === "number" ? Math.round(size) : size))];
}

function shapeOfShape(operator: Operator): Shape | undefined {
  const shape = inputShape(operator, 0);
  if (shape === undefined) return undefined;
  const start = numberAttribute(operator, "start") ?? 0;
  return [shape.slice(start, numberAttribute(operator, "end")).length];
}
