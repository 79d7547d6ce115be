import { inlineCode, renderTable } from "../../src/report/markdown/markdown.ts";
import { type Comparison, shownName, type TargetList } from "./conversions.ts";
import type { Installation } from "./environments.ts";
import type { Cost } from "./measure.ts";
import { TARGET_LISTS } from "./models.ts";

/** What was measured of building and installing. */
export interface BuildFigures {
  readonly comparisons: readonly Comparison[];
  readonly installations: readonly Installation[];
  readonly runs: number;
  readonly machine: string;
}

/** The section of docs/performance.md that `bench/build.ts` writes. */
export function renderBuildFigures(figures: BuildFigures): string {
  const { comparisons, installations, runs, machine } = figures;
  return [
    `Measured by \`node bench/build.ts\` on ${machine}; each figure is the least of ${runs} runs, the tools in turn.`,
    NOTES,
    "### One target, beside the plain tools",
    renderTable(
      ["Model", "Job", "Tool", "Wall", "CPU", "Peak memory", "Result", "dlpu : tool"],
      comparisons.flatMap(renderComparison),
    ),
    "### Further targets",
    `The first target is \`${TARGET_LISTS.int8.join("")}\`; \`further\` is what each of the others adds, as a share of it (aim: under 30 %).`,
    renderTable(
      ["Model", "1 target", "4 targets", "further", "6 targets", "further"],
      comparisons.map(renderFurther),
    ),
    "### Installing",
    renderTable(
      ["Environment", "Size", "Empty download cache", "Full download cache"],
      installations.map(renderInstallation),
    ),
  ].join("\n\n");
}

const NOTES = [
  "dlpu starts from nothing each time: it imports, proves the import against the source's own runtime, calibrates,",
  "quantizes, checks, runs the artifact and the float model on two kernel sets and packages the result. The plain tools",
  "only convert. Calibration is 32 samples of noise for everyone. Peak memory is that of the largest single process.",
].join("\n");

function renderComparison({ model, own, rivals }: Comparison): string[][] {
  const jobs = (["float", "int8"] as const).flatMap((job) => {
    const others = rivals.filter(({ rival }) => rival.job === job);
    const ownRow = row(job, `dlpu, ${TARGET_LISTS[job].join("")}`, own[job], "built, verified", "");
    const otherRows = others.map(({ rival, cost, made }) =>
      row(job, rival.name, cost, resultOf(cost, made), ratio(own[job], cost)),
    );
    return [ownRow, ...otherRows];
  });
  return jobs.map((cells) => [inlineCode(shownName(model)), ...cells]);
}

function row(job: string, tool: string, cost: Cost, result: string, versus: string): string[] {
  const { seconds, cpuSeconds, peakMemoryBytes } = cost;
  const memory = `${(peakMemoryBytes / 1e6).toFixed(0)} MB`;
  return [
    job,
    tool,
    `${seconds.toFixed(1)} s`,
    `${cpuSeconds.toFixed(1)} s`,
    memory,
    result,
    versus,
  ];
}

function resultOf({ exitStatus }: Cost, made: boolean): string {
  if (exitStatus === 0) return made ? "file" : "no file, exit status 0";
  return `${made ? "file" : "no file"}, exit status ${exitStatus}`;
}

function ratio(own: Cost, other: Cost): string {
  const wall = (own.seconds / other.seconds).toFixed(2);
  return `${wall} wall, ${(own.cpuSeconds / other.cpuSeconds).toFixed(2)} CPU`;
}

function renderFurther({ model, own }: Comparison): string[] {
  return [
    inlineCode(shownName(model)),
    seconds(own.int8),
    seconds(own.four),
    further(own, "four"),
    seconds(own.all),
    further(own, "all"),
  ];
}

function seconds({ seconds: wall, cpuSeconds }: Cost): string {
  return `${wall.toFixed(1)} s (CPU ${cpuSeconds.toFixed(1)} s)`;
}

function further(own: Comparison["own"], list: TargetList): string {
  const others = TARGET_LISTS[list].length - 1;
  const share = (figure: "seconds" | "cpuSeconds"): string =>
    ((100 * (own[list][figure] - own.int8[figure])) / others / own.int8[figure]).toFixed(0);
  return `${share("seconds")} % (CPU ${share("cpuSeconds")} %)`;
}

function renderInstallation({ name, bytes, coldSeconds, warmSeconds }: Installation): string[] {
  const size = `${(bytes / 1e6).toFixed(0)} MB`;
  return [name, size, `${coldSeconds.toFixed(1)} s`, `${warmSeconds.toFixed(1)} s`];
}
