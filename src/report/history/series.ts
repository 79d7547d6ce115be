import type { BuildResult } from "../../result/result.ts";
import { countOf, renderBytes } from "../../words/numbers.ts";
import { renderFidelityNumber } from "../words/fidelity-number.ts";
import type { HistoryBuild, HistoryEntry, Moment } from "./history.ts";

/** One number of one build over the commits that have it. */
export interface Series {
  readonly title: string;
  /** Which way is worse. */
  readonly worse: "higher" | "lower";
  /** Whether a step from one value to another is more than a reader would pass over. */
  readonly isNotable: (from: number, to: number) => boolean;
  /** Oldest first. */
  readonly points: readonly Point[];
}

export interface Point {
  readonly moment: Moment;
  /** Position of its commit in the history. */
  readonly position: number;
  readonly value: number;
  /** The value as every surface writes it. */
  readonly text: string;
}

/** A build in the history, by its position. */
export interface Appearance {
  readonly moment: Moment;
  readonly position: number;
  readonly build: HistoryBuild;
}

/** Where a build appears in the history, oldest first. */
export function findAppearances(
  entries: readonly HistoryEntry[],
  { model, soc }: Pick<BuildResult, "model" | "soc">,
): readonly Appearance[] {
  return entries.flatMap(({ builds, ...moment }, position) => {
    const build = builds.find((one) => one.model === model && one.soc === soc);
    return build === undefined ? [] : [{ moment, position, build }];
  });
}

/** Size, fidelity and operators off the DLPU of one build over time. */
export function listSeries(appearances: readonly Appearance[]): readonly Series[] {
  const metric = appearances.at(-1)?.build.fidelity?.metric;
  return [
    {
      title: "Size",
      worse: "higher",
      isNotable: (from, to) => Math.abs(to - from) > 0.02 * from,
      points: pointsOf(appearances, ({ sizeBytes }) =>
        sizeBytes === null ? undefined : [sizeBytes, renderBytes(sizeBytes)],
      ),
    },
    {
      title: "Fidelity",
      worse: "lower",
      // Half a percent of the samples, or half a decibel.
      isNotable: (from, to) => Math.abs(to - from) > (metric === "sqnr-db" ? 0.5 : 0.005),
      points: pointsOf(appearances, ({ fidelity }) =>
        fidelity === null || fidelity.metric !== metric
          ? undefined
          : [fidelity.value, renderFidelityNumber(fidelity)],
      ),
    },
    {
      title: "Off the DLPU",
      worse: "higher",
      isNotable: (from, to) => from !== to,
      points: pointsOf(appearances, ({ offDlpu, operators }) =>
        offDlpu === null
          ? undefined
          : [offDlpu, `${offDlpu} of ${countOf(operators ?? 0, "operator")}`],
      ),
    },
  ];
}

/** Whether two points differ to a reader: in their value, and as it is written. */
export function differ(a: Point | undefined, b: Point | undefined): boolean {
  return a?.value !== b?.value && a?.text !== b?.text;
}

function pointsOf(
  appearances: readonly Appearance[],
  read: (build: HistoryBuild) => readonly [value: number, text: string] | undefined,
): readonly Point[] {
  return appearances.flatMap(({ moment, position, build }) => {
    const found = read(build);
    return found === undefined ? [] : [{ moment, position, value: found[0], text: found[1] }];
  });
}
