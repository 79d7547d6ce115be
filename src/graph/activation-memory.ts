import type { Subgraph, Tensor } from "./graph.ts";
import { sampleSizeBytes } from "./tensor-shape.ts";

/** Memory of the values computed at run time, for one sample. */
export interface ActivationMemory {
  /** Sum of all of them, as if none shared memory. */
  readonly totalBytes: number;
  /** Largest sum of those that must exist at the same time. */
  readonly peakBytes: number;
  /** The operator during which the peak occurs; `undefined` without operators. */
  readonly peakOperatorIndex: number | undefined;
  /** Values whose size is unknown and counts 0: the true figures are larger. */
  readonly unsizedTensors: number;
}

/**
 * Activation memory of a subgraph when operators run in the file's order.
 *
 * A value lives from the operator that writes it (inputs and variables: from the start) to the last one that reads it
 * (outputs and variables: to the end). At each operator the sizes of all living values are summed; the peak is the
 * largest sum. In-place operators and alignment are not considered.
 */
export function measureActivations(subgraph: Subgraph): ActivationMemory {
  const lifetimes = findLifetimes(subgraph);
  const sizes = new Map([...lifetimes.keys()].map((tensor) => [tensor, sampleSizeBytes(tensor)]));
  const changes = new Array<number>(subgraph.operators.length + 1).fill(0);
  for (const [tensor, { first, last }] of lifetimes) {
    const size = sizes.get(tensor) ?? 0;
    changes[first] = (changes[first] ?? 0) + size;
    changes[last + 1] = (changes[last + 1] ?? 0) - size;
  }
  const known = [...sizes.values()].filter((size) => size !== undefined);
  return {
    totalBytes: known.reduce((sum, size) => sum + size, 0),
    ...findPeak(changes.slice(0, subgraph.operators.length)),
    unsizedTensors: sizes.size - known.length,
  };
}

/** Positions of the first and last operator during which a value must exist. */
interface Lifetime {
  readonly first: number;
  last: number;
}

function findLifetimes(subgraph: Subgraph): Map<Tensor, Lifetime> {
  const end = Math.max(subgraph.operators.length - 1, 0);
  const lifetimes = new Map<Tensor, Lifetime>();
  const touch = (tensor: Tensor | undefined, position: number): void => {
    if (tensor === undefined || tensor.data !== undefined) return;
    const lifetime = lifetimes.get(tensor);
    if (lifetime !== undefined) lifetime.last = Math.max(lifetime.last, position);
    else
      lifetimes.set(tensor, {
        first: tensor.isVariable ? 0 : position,
        last: tensor.isVariable ? end : position,
      });
  };
  for (const input of subgraph.inputs) touch(input, 0);
  for (const { index, inputs, outputs, intermediates } of subgraph.operators) {
    for (const tensor of [...inputs, ...outputs, ...intermediates]) touch(tensor, index);
  }
  for (const output of subgraph.outputs) touch(output, end);
  return lifetimes;
}

function findPeak(
  changes: readonly number[],
): Pick<ActivationMemory, "peakBytes" | "peakOperatorIndex"> {
  let living = 0;
  let peakBytes = 0;
  let peakOperatorIndex: number | undefined;
  for (const [index, change] of changes.entries()) {
    living += change;
    if (living > peakBytes || peakOperatorIndex === undefined) {
      peakBytes = living;
      peakOperatorIndex = index;
    }
  }
  return { peakBytes, peakOperatorIndex };
}
