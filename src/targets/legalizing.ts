import type { Graph } from "../graph/graph.ts";
import { compareVersions } from "../check/axis-os-runtime.ts";
import { TFLITE_OPERATOR_VERSIONS } from "../check/tflite-operator-versions.ts";

/** What a file can be changed by without changing what it computes, in words; `worker/dlpu_worker/legalize` does it. */
export const REWRITES = {
  "average-as-depthwise": "averages as depthwise convolutions",
  "byte-edges": "float inputs and outputs as bytes",
  "channel-gather": "gathered channels as a convolution",
  "channel-padding": "padded channels as a convolution",
  "dense-as-convolution": "dense layers as 1×1 convolutions",
  "first-subgraph": "functions that are never called left out",
  "fixed-shapes": "computed sizes written down",
  "float-form": "integer operators newer than the runtime in float",
  "fold-padding": "padding folded into its reader",
  "inline-buffers": "constants moved into the flatbuffer",
  "lower-versions": "operator versions lowered",
  "narrow-indices": "int64 indices as int32",
  "plain-padding": "PADV2 as PAD",
  "relu-as-quantize": "rescaling ReLUs as QUANTIZE",
  "split-groups": "grouped convolutions taken apart",
  "square-kernel": "dilated and oblong kernels within square ones",
  "stepwise-requantize": "far scales bridged in two steps",
  "tie-quantization": "scales made exactly equal",
  "tile-as-concatenation": "tiled tensors as concatenations",
  "trim-padding": "padding left out that nothing reads",
  "zero-bias": "a bias of zeros added",
} as const;

export type RewriteName = keyof typeof REWRITES;

/** A rewrite that a target wants, and what calls for it. */
export interface WantedRewrite {
  readonly name: RewriteName;
  /** Rule codes: as the reason for an operator's place on the CPU, or as a finding. */
  readonly cures: readonly string[];
  /** Operators whose presence alone calls for it, where it saves time without a rule that says so. */
  readonly operators?: readonly string[];
}

/** How files are made to fit a target. */
export interface Legalizing {
  /** In the order in which they are tried. */
  readonly rewrites: readonly WantedRewrite[];
  /** The TensorFlow whose operator versions its compiler knows, where it has one. */
  readonly tensorflow?: string;
  /** Versions that the target takes less well than that TensorFlow, by operator. */
  readonly newest?: Readonly<Record<string, number>>;
  /** Square kernels that its accelerator takes in a depthwise convolution. */
  readonly kernels?: readonly number[];
}

/** What any runtime may call for: the versions and the layout of the file itself. */
export const FOR_OLDER_RUNTIMES: readonly WantedRewrite[] = [
  { name: "inline-buffers", cures: ["AX-FMT-006"] },
  { name: "lower-versions", cures: ["AX-OP-003"] },
  { name: "float-form", cures: ["AX-OP-003"] },
];

/** The newest version of an operator that a runtime knows, `Infinity` for those that have no versions; `undefined` if it lacks the operator. */
export function findNewestVersion(name: string, runtime: string): number | undefined {
  const versions = TFLITE_OPERATOR_VERSIONS[name];
  return versions === undefined ? Infinity : tableOf(runtime).get(name);
}

/** Made once a runtime: rules ask for every operator of every file. */
const tables = new Map<string, ReadonlyMap<string, number>>();

function tableOf(runtime: string): ReadonlyMap<string, number> {
  const table = tables.get(runtime) ?? makeTable(runtime);
  tables.set(runtime, table);
  return table;
}

/** By operator, without those that the runtime lacks. */
function makeTable(runtime: string): ReadonlyMap<string, number> {
  const rows = Object.entries(TFLITE_OPERATOR_VERSIONS).flatMap(([name, versions]) => {
    const known = Object.entries(versions).filter(
      ([, since]) => compareVersions(since, runtime) <= 0,
    );
    const newest = Math.max(...known.map(([version]) => Number(version)));
    return known.length === 0 ? [] : [[name, newest] as const];
  });
  return new Map(rows);
}

/** The newest version of each operator of a graph that all these runtimes know; operators without versions are left out. */
export function newestVersions(
  graph: Graph,
  runtimes: readonly string[],
  limits: Legalizing["newest"] = {},
): Readonly<Record<string, number>> {
  const names = new Set(
    graph.subgraphs.flatMap(({ operators }) => operators.map(({ name }) => name)),
  );
  const newest = [...names].map((name) => {
    const known = runtimes.map((runtime) => findNewestVersion(name, runtime) ?? 0);
    return [name, Math.min(limits[name] ?? Infinity, ...known)] as const;
  });
  return Object.fromEntries(newest.filter(([, version]) => Number.isFinite(version)));
}
