import type { RewriteName } from "../result/rewrite.ts";
import type { Graph } from "../graph/graph.ts";
import { compareVersions } from "../check/axis-os-runtime.ts";
import { TFLITE_OPERATOR_VERSIONS } from "../check/tflite-operator-versions.ts";

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
