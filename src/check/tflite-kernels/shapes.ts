import { constantInts } from "../../graph/constant-values.ts";
import type { Operator, Tensor } from "../../graph/graph.ts";
import { fusedActivationOf, optionsOf } from "../../graph/options-of.ts";
import { staticShape } from "../../graph/tensor-shape.ts";
import { renderShape } from "../evidence.ts";
import { describeOperand, type KernelCheck, kernelSource } from "./kernel-check.ts";
import { countOf } from "../../words/numbers.ts";

const BROADCASTING: ReadonlySet<string> = new Set([
  ...["ADD", "SUB", "MUL", "DIV", "FLOOR_DIV", "FLOOR_MOD", "POW", "SQUARED_DIFFERENCE", "PRELU"],
  ...["MAXIMUM", "MINIMUM", "EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER"],
  ...["GREATER_EQUAL", "LOGICAL_AND", "LOGICAL_OR"],
]);

const IMAGES: ReadonlySet<string> = new Set([
  ...["AVERAGE_POOL_2D", "MAX_POOL_2D", "L2_POOL_2D", "RESIZE_BILINEAR"],
  ...["RESIZE_NEAREST_NEIGHBOR", "SPACE_TO_DEPTH", "DEPTH_TO_SPACE"],
]);

const BLOCKS: ReadonlySet<string> = new Set(["BATCH_TO_SPACE_ND", "SPACE_TO_BATCH_ND"]);

/** What kernels ask of the shapes of their operands. */
export const SHAPE_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-SHAPE-001",
    operators: BROADCASTING,
    condition: "The shapes of the two inputs cannot be broadcast to one.",
    why: "Counted from the last dimension, sizes must be equal or 1; the model does not load.",
    remedy:
      "Reshape or transpose one input so that its dimensions stand below the other's (a common cause is NCHW data that was only half converted to NHWC).",
    source: kernelSource("kernel_util.cc, CalculateShapeForBroadcast"),
    refused: describeBroadcast,
  },
  {
    code: "TFL-SHAPE-002",
    operators: new Set(["BROADCAST_TO"]),
    condition: "The input cannot be broadcast to the given shape.",
    why: "Counted from the last dimension, sizes must be equal or 1; the model does not load.",
    remedy: "Correct the target shape.",
    source: kernelSource("broadcast_to.cc"),
    refused: describeBroadcastTo,
  },
  {
    code: "TFL-SHAPE-003",
    operators: IMAGES,
    condition: "Pooling, resize or a block operator gets data that is not 4-dimensional.",
    why: "These kernels work on NHWC images; the model does not load.",
    remedy: "Reshape to four dimensions before the operator (1-D pooling: give it a height of 1).",
    source: kernelSource("pooling.cc, resize_bilinear.cc, space_to_depth.cc"),
    refused: ({ inputs: [input] }) =>
      input?.shape === undefined || input.shape.length === 4 ? undefined : describeOperand(input),
  },
  {
    code: "TFL-SHAPE-004",
    operators: BLOCKS,
    condition: "The block has not one size for each dimension between batch and channels.",
    why: "The model does not load.",
    remedy: "Give the operator a block of two sizes for NHWC images.",
    source: kernelSource("batch_to_space_nd.cc, space_to_batch_nd.cc"),
    refused: ({ inputs: [input, block] }) => {
      if (input?.shape === undefined || block?.data === undefined) return undefined;
      // Data of three dimensions is [batch, length, channels].
      return block.shape?.[0] === input.shape.length - 2
        ? undefined
        : `${describeOperand(input)}, block of ${block.shape?.[0] ?? "?"}`;
    },
  },
  {
    code: "TFL-SHAPE-005",
    operators: new Set(["ARG_MAX", "ARG_MIN"]),
    condition: "The axis is not a dimension of the input.",
    why: "The model does not load.",
    remedy: "Correct the axis; after a change from NCHW to NHWC the class axis is the last one.",
    source: kernelSource("arg_min_max.cc"),
    refused: describeAxis,
  },
  {
    code: "TFL-SHAPE-006",
    operators: new Set(["CONCATENATION"]),
    condition: "The concatenation has a fused activation, or inputs that differ beyond the axis.",
    why: "The kernel only joins tensors; the model does not load.",
    remedy:
      "Make the activation an operator of its own, and bring the inputs to one shape apart from the axis.",
    source: kernelSource("concatenation.cc"),
    refused: describeConcatenation,
  },
  {
    code: "TFL-SHAPE-007",
    operators: new Set(["RESHAPE"]),
    condition: "The new shape has another number of elements than the input.",
    why: "The model does not load; a fixed shape behind a changed input size or batch is the usual cause.",
    remedy:
      "Export again with the wanted input size and batch, or use -1 for one size of the new shape.",
    source: kernelSource("reshape.cc"),
    refused: describeReshape,
  },
];

function describeBroadcast({ inputs: [left, right] }: Operator): string | undefined {
  const [a, b] = [staticShape(left), staticShape(right)];
  if (left === undefined || right === undefined || a === undefined || b === undefined) {
    return undefined;
  }
  const fits = pairFromLast(a, b).every(([x, y]) => x === y || x === 1 || y === 1);
  return fits ? undefined : `${renderShape(left)} and ${renderShape(right)}`;
}

function describeBroadcastTo({ inputs: [input, target] }: Operator): string | undefined {
  const shape = staticShape(input);
  const wanted = constantInts(target);
  if (input === undefined || shape === undefined || wanted === undefined) return undefined;
  const fits =
    shape.length <= wanted.length &&
    pairFromLast(shape, wanted).every(([size, aim]) => size === 1 || size === aim);
  return fits ? undefined : `${renderShape(input)} to ${wanted.join("×")}`;
}

/** Sizes of the dimensions that two shapes share, counted from the last. */
function pairFromLast(a: readonly number[], b: readonly number[]): [number, number][] {
  const backwards = b.toReversed();
  return a.toReversed().flatMap((size, i): [number, number][] => {
    const other = backwards[i];
    return other === undefined ? [] : [[size, other]];
  });
}

function describeAxis({ inputs: [input, axis] }: Operator): string | undefined {
  const rank = input?.shape?.length;
  const [value] = constantInts(axis) ?? [];
  if (rank === undefined || value === undefined || (value >= -rank && value < rank)) {
    return undefined;
  }
  return `axis ${value} of ${countOf(rank, "dimension")}`;
}

function describeConcatenation(operator: Operator): string | undefined {
  const activation = fusedActivationOf(operator);
  if (activation !== "NONE") return `fused activation ${activation}`;
  const { options, inputs } = operator;
  const axis = options.kind === "Concatenation" ? options.axis : 0;
  const [first, ...others] = inputs.filter((tensor) => tensor !== undefined);
  if (first === undefined) return undefined;
  const odd = others.find((tensor) => !isJoinable(tensor, first, axis));
  return odd && `${describeOperand(first)} with ${describeOperand(odd)} along ${axis}`;
}

function isJoinable(tensor: Tensor, first: Tensor, axis: number): boolean {
  const [a, b] = [staticShape(tensor), staticShape(first)];
  if (a === undefined || b === undefined) return true;
  const joined = axis < 0 ? axis + b.length : axis;
  return a.length === b.length && a.every((size, i) => i === joined || size === b[i]);
}

function describeReshape(operator: Operator): string | undefined {
  const [input, target] = operator.inputs;
  const count = staticShape(input)?.reduce((product, size) => product * size, 1);
  const shape = target?.dtype === "int32" ? constantInts(target) : newShapeOption(operator);
  if (input === undefined || count === undefined || shape === undefined) return undefined;
  const known = shape.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const fits = shape.includes(-1) ? known > 0 && count % known === 0 : count === known;
  return fits ? undefined : `${renderShape(input)} to ${shape.join("×")}`;
}

/** Old converters write [0] for a scalar. */
function newShapeOption(operator: Operator): readonly number[] | undefined {
  const shape = optionsOf(operator, "Reshape")?.newShape;
  return shape?.length === 1 && shape[0] === 0 ? [] : shape;
}
