import type { Operator, Tensor } from "../../../graph/graph.ts";

/** The tensors that hold data at run time: no constants, and no state that an LSTM keeps in a format of its own. */
export function computedOperands({ inputs, outputs }: Operator): readonly Tensor[] {
  return present([...inputs, ...outputs]).filter(
    ({ data, isVariable }) => data === undefined && !isVariable,
  );
}

/** The operands whose values are in the file. */
export function constantOperands({ inputs }: Operator): readonly Tensor[] {
  return present(inputs).filter(({ data }) => data !== undefined);
}

/** True when the tensor is there but its values are not in the file. */
export function isComputed(tensor: Tensor | undefined): boolean {
  return tensor !== undefined && tensor.data === undefined;
}

/** Sizes as the compiler takes them: those stored in the file, whatever the signature lets a runtime change. */
export function storedShape(tensor: Tensor | undefined): readonly number[] {
  return tensor?.shape?.filter((size) => typeof size === "number") ?? [];
}

/** An axis counted from the first dimension; TFLite also counts from the last one, with negative numbers. */
export function axisFromFront(axis: number, tensor: Tensor | undefined): number {
  return axis < 0 ? axis + (tensor?.shape?.length ?? 0) : axis;
}

/** True when only the innermost dimension is larger than 1. */
export function isOneDimensional(tensor: Tensor | undefined): boolean {
  return tensor?.shape?.slice(0, -1).every((size) => size === 1) ?? false;
}

function present(tensors: readonly (Tensor | undefined)[]): readonly Tensor[] {
  return tensors.filter((tensor) => tensor !== undefined);
}
