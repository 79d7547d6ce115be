import { basename } from "node:path";
import { renderTable } from "../../src/report/markdown/markdown.ts";
import type { SizedFile } from "./corpus-files.ts";
import type { FirstUse, OwnTime } from "./own-times.ts";
import type { LoadTime, Runtime } from "./runtimes.ts";

/** One runtime beside dlpu on the files that the runtime loads. */
export interface Duel {
  readonly runtime: Runtime;
  readonly rows: readonly { file: SizedFile; own: OwnTime; load: LoadTime }[];
}

/** What was measured of checking and inspecting. */
export interface CheckFigures {
  readonly duels: readonly Duel[];
  readonly single: { readonly file: SizedFile; readonly cost: FirstUse };
  readonly hundred: { readonly files: readonly SizedFile[]; readonly cost: FirstUse };
  readonly runs: number;
  readonly machine: string;
}

/** The section of docs/performance.md that `bench/check.ts` writes. */
export function renderCheckFigures(figures: CheckFigures): string {
  const { duels, single, hundred, runs, machine } = figures;
  const megabytes = (sum(hundred.files, ({ sizeBytes }) => sizeBytes) / 1e6).toFixed(1);
  return [
    `Measured by \`node bench/check.ts\` on ${machine}; each figure is the least of ${runs} runs.`,
    renderTable(
      ["First use in a new process, after its modules were loaded", "Wall", "CPU", "Aim"],
      [
        [
          `inspect and check for all socs, one model of ${(single.file.sizeBytes / 1e6).toFixed(1)} MB (\`${basename(single.file.path)}\`)`,
          ...renderCost(single.cost),
          "< 50 ms",
        ],
        [
          `the same for ${hundred.files.length} models, ${megabytes} MB`,
          ...renderCost(hundred.cost),
          "< 2000 ms",
        ],
      ],
    ),
    "Milliseconds a megabyte, in a warm process, over the files that the runtime loads:",
    renderTable(
      [
        "Beside",
        "Files",
        "MB",
        "dlpu parse",
        "dlpu parse and check, all socs",
        "Runtime's load",
        "check : load",
      ],
      duels.map(renderDuel),
    ),
    duels.map(({ runtime }) => `${runtime.name}'s load is ${runtime.does}.`).join(" "),
  ].join("\n\n");
}

function renderCost({ milliseconds, cpuMilliseconds }: FirstUse): [string, string] {
  return [`${milliseconds.toFixed(0)} ms`, `${cpuMilliseconds.toFixed(0)} ms`];
}

function renderDuel({ runtime, rows }: Duel): string[] {
  const loaded = rows.filter(({ load }) => load.seconds !== null);
  const megabytes = sum(loaded, ({ file }) => file.sizeBytes) / 1e6;
  const perMegabyte = (seconds: number): string => ((1000 * seconds) / megabytes).toFixed(2);
  const checked = sum(loaded, ({ own }) => own.checkSeconds);
  const load = sum(loaded, ({ load: { seconds } }) => seconds ?? 0);
  return [
    runtime.name,
    `${loaded.length} of ${rows.length}`,
    megabytes.toFixed(1),
    perMegabyte(sum(loaded, ({ own }) => own.parseSeconds)),
    perMegabyte(checked),
    perMegabyte(load),
    (checked / load).toFixed(2),
  ];
}

function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
