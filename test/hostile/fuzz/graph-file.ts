import type { Graph, Operator, Tensor } from "../../../src/graph/graph.ts";
import { graphOf } from "../../graph-builder.ts";

/** A graph of one subgraph as JSON: each tensor once, operands by its position, -1 for one that is left out. */
interface GraphFile {
  readonly tensors: readonly Tensor[];
  readonly operators: readonly (Omit<Operator, "inputs" | "outputs"> & Operands)[];
  readonly ends: Operands;
}

interface Operands {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export function encodeGraph({ subgraphs: [main] }: Graph): string {
  const tensors = main?.tensors ?? [];
  const places = new Map<Tensor | undefined, number>(tensors.map((one, place) => [one, place]));
  const refer = (ends: Pick<Operator, "inputs" | "outputs">): Operands => ({
    inputs: ends.inputs.map((tensor) => places.get(tensor) ?? -1),
    outputs: ends.outputs.map((tensor) => places.get(tensor) ?? -1),
  });
  const file: GraphFile = {
    tensors,
    operators: (main?.operators ?? []).map((one) => ({ ...one, ...refer(one) })),
    ends: refer(main ?? { inputs: [], outputs: [] }),
  };
  return JSON.stringify(file, tag, 2);
}

export function decodeGraph(text: string): Graph {
  // Only files that `encodeGraph` wrote are read, from the repository.
  const { tensors, operators, ends } = JSON.parse(text, untag) as GraphFile;
  const find = (places: readonly number[]) => places.map((place) => tensors[place]);
  const present = (places: readonly number[]) =>
    find(places).filter((tensor) => tensor !== undefined);
  return graphOf(
    operators.map((one) => ({ ...one, inputs: find(one.inputs), outputs: find(one.outputs) })),
    { inputs: present(ends.inputs), outputs: present(ends.outputs) },
  );
}

/** JSON has neither bytes nor numbers that are infinite. */
function tag(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  return typeof value === "number" && !Number.isFinite(value) ? { $number: String(value) } : value;
}

function untag(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$bytes" in value && Array.isArray(value.$bytes)) return Uint8Array.from(value.$bytes);
  return "$number" in value ? Number(value.$number) : value;
}
