import { renderShape } from "../../../check/evidence.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { AXIS_LIST, COMPILED_PAIRS, edgetpuIssue, LEAVES_TPU } from "../sources.ts";
import { storedShape } from "./operands.ts";

/**
 * The smallest enlargement of one side that was left on the CPU is 15.5 (33 to 513), the largest that was mapped is 2.
 *
 * Between them nothing is known; the reason is precision, not memory: 1×1×256 to 33×33×256 also stays on the CPU.
 */
const REFUSED_ENLARGEMENT = 15;

const coarseBilinear: OperatorConstraint = {
  code: "A7-RESIZE-001",
  condition: `A RESIZE_BILINEAR enlarges height or width ${REFUSED_ENLARGEMENT} times or more.`,
  why: `The interpolation would lose too much precision ("not mapped due to some unspecified limitation"). ${LEAVES_TPU}`,
  remedy:
    "Enlarge in steps of 2, with nearest neighbour, or in the application; enlarging 1×1 only repeats a value, which tf.tile does on the Edge TPU.",
  source: `${AXIS_LIST}; ${COMPILED_PAIRS}; ${edgetpuIssue(31)}`,
  violated: ({ inputs: [input], outputs: [output] }: Operator) => {
    if (input === undefined || output === undefined) return undefined;
    return enlargement(input, output) < REFUSED_ENLARGEMENT
      ? undefined
      : `${renderShape(input)} to ${renderShape(output)}`;
  },
};

/** The larger ratio of the two sides of NHWC tensors; 1 where the sizes are not known. */
function enlargement(input: Tensor, output: Tensor): number {
  const [, inputH = 1, inputW = 1] = storedShape(input);
  const [, outputH = 1, outputW = 1] = storedShape(output);
  return Math.max(outputH / inputH, outputW / inputW);
}

export const RESIZE: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["RESIZE_BILINEAR", [coarseBilinear]],
  ["RESIZE_NEAREST_NEIGHBOR", []],
];
