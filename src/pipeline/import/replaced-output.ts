import type { ReplacedOutput } from "../../result/replaced-output.ts";
import { countNames, listSome, quoteName } from "../../check/evidence.ts";
import type { Finding } from "../../result/finding.ts";
import { indexGraph } from "../../graph/graph-index.ts";
import type { Graph, Operator, Tensor } from "../../graph/graph.ts";
import { numberAttribute } from "../../graph/onnx-attributes.ts";
import { withoutSlice } from "./channel-slice.ts";

/** What becomes of a model's outputs when it ends at the named tensors; nothing of those that stay. */
export function replacedOutputs(graph: Graph, cutAt: readonly string[]): ReplacedOutput[] {
  const [main] = graph.subgraphs;
  if (main === undefined) return [];
  const { producerOf } = indexGraph(main);
  const trace = new Trace(producerOf, new Set(main.inputs), cutAt);
  return main.outputs.filter(({ name }) => !cutAt.includes(name)).map((one) => trace.replace(one));
}

/** Tells what a cut did; nothing of a model that is whole. A warning where it lost an output. */
export function cutFindings(replaced: readonly ReplacedOutput[]): Finding[] {
  const [first] = replaced;
  if (first === undefined) return [];
  const isLost = replaced.some(({ missing }) => missing.length > 0);
  return [
    {
      code: "DLPU-CUT-001",
      severity: isLost ? "warning" : "info",
      subject: { name: first.name },
      evidence: `the model is cut: ${listSome(replaced.map(describeReplaced))}`,
      remedy: isLost
        ? "Add what is left out to `cut`, unless the application can do without it."
        : "Compute it in the application: `replaced` in contract.json lists the operators in order.",
      source: "`cut` in dlpu.yml",
    },
  ];
}

function describeReplaced({ name, from, operators, missing }: ReplacedOutput): string {
  if (missing.includes(name)) return `${quoteName(name)} is left out`;
  if (missing.length > 0) {
    return `${quoteName(name)} is lost without ${missing.map(quoteName).join(", ")}`;
  }
  return `${quoteName(name)} is left to the application, from ${from.map(quoteName).join(", ")} by ${countNames(operators)}`;
}

class Trace {
  readonly #producerOf: (tensor: Tensor) => Operator | undefined;
  readonly #inputs: ReadonlySet<Tensor>;
  readonly #cutAt: readonly string[];
  readonly #known = new Map<Tensor, Sources>();

  constructor(
    producerOf: (tensor: Tensor) => Operator | undefined,
    inputs: ReadonlySet<Tensor>,
    cutAt: readonly string[],
  ) {
    this.#producerOf = producerOf;
    this.#inputs = inputs;
    this.#cutAt = cutAt;
  }

  replace(output: Tensor): ReplacedOutput {
    const { from, operators, missing } = this.#sourcesOf(output);
    const ordered = [...operators].sort((a, b) => a.index - b.index);
    return {
      name: output.name,
      from: [...from],
      operators: missing.size > 0 ? [] : ordered.map(describeOperator),
      missing: [...missing],
    };
  }

  /** What a tensor is computed from; by itself missing where no cut tensor takes part. */
  #sourcesOf(tensor: Tensor): Sources {
    const known = this.#known.get(tensor);
    if (known !== undefined) return known;
    const sources = this.#findSources(tensor);
    this.#known.set(tensor, sources);
    return sources;
  }

  #findSources(tensor: Tensor): Sources {
    if (this.#cutAt.includes(tensor.name)) return { ...NOTHING, from: new Set([tensor.name]) };
    if (this.#inputs.has(tensor)) return { ...NOTHING, missing: new Set([tensor.name]) };
    const producer = this.#producerOf(tensor);
    const parts = this.#cutAt.filter((name) => withoutSlice(name) === tensor.name);
    if (producer !== undefined && parts.length > 0) return joinParts(parts, tensor, producer);
    if (producer === undefined || producer.inputs.length === 0) return NOTHING; // A constant.
    const inputs = producer.inputs.flatMap((input) => input ?? []).map((i) => this.#sourcesOf(i));
    const from = unite(inputs.map((input) => input.from));
    const missing = unite(inputs.map((input) => input.missing));
    if (from.size === 0 && missing.size > 0) {
      return { ...NOTHING, missing: new Set([tensor.name]) };
    }
    const operators = unite([...inputs.map((input) => input.operators), new Set([producer])]);
    return { from, operators, missing };
  }
}

interface Sources {
  readonly from: ReadonlySet<string>;
  readonly operators: ReadonlySet<Operator>;
  readonly missing: ReadonlySet<string>;
}

/** What takes the place of a layer that was cut into parts of its channels. */
function joinParts(parts: readonly string[], tensor: Tensor, layer: Operator): Sources {
  const axis = (tensor.shape?.length ?? 1) - 1;
  const options = { kind: "Concatenation", fusedActivation: "NONE", axis } as const;
  const join = { ...layer, name: "CONCATENATION", options };
  return { ...NOTHING, from: new Set(parts), operators: new Set([join]) };
}

const NOTHING: Sources = { from: new Set(), operators: new Set(), missing: new Set() };

function unite<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  return new Set(sets.flatMap((set) => [...set]));
}

function describeOperator(operator: Operator): string {
  const { name, options } = operator;
  const axis = "axis" in options ? options.axis : numberAttribute(operator, "axis");
  return typeof axis === "number" ? `${name}(axis ${axis})` : name;
}
