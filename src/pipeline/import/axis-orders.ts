import type { AxisOrders } from "../../worker/method-params.ts";

/** Permutations from one file's axes to another's, from those of both to the axes of a third. */
export function axesBetween(from: AxisOrders, to: AxisOrders): AxisOrders {
  return {
    inputs: from.inputs.map((order, index) => between(order, to.inputs[index] ?? order)),
    outputs: from.outputs.map((order, index) => between(order, to.outputs[index] ?? order)),
  };
}

/** Both permutations lead to the same third axes: the one that stands at `to[i]` comes from `from[i]`. */
function between(from: readonly number[], to: readonly number[]): readonly number[] {
  return to.map((_, axis) => from[to.indexOf(axis)] ?? axis);
}
