import type { BuildResult } from "../../pipeline/result.ts";
import { renderBytes } from "../sizes.ts";
import { renderFidelityNumber } from "./fidelity-number.ts";
import type { HistoryBuild, HistoryEntry, Moment } from "./history.ts";

/** One number of one build over the commits that have it. */
export interface Series {
  readonly title: string;
  /** Which way is worse. */
  readonly worse: "higher" | "lower";
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
    seriesOf("Size", "higher", appearances, ({ sizeBytes }) =>
      sizeBytes === null ? undefined : [sizeBytes, renderBytes(sizeBytes)],
    ),
    seriesOf("Fidelity", "lower", appearances, ({ fidelity }) =>
      fidelity === null || fidelity.metric !== metric
        ? undefined
        : [fidelity.value, renderFidelityNumber(fidelity)],
    ),
    seriesOf("Off the DLPU", "higher", appearances, ({ offDlpu, operators }) =>
      offDlpu === null ? undefined : [offDlpu, `${offDlpu} of ${operators ?? 0} operators`],
    ),
  ];
}

function seriesOf(
  title: string,
  worse: Series["worse"],
  appearances: readonly Appearance[],
  read: (build: HistoryBuild) => readonly [value: number, text: string] | undefined,
): Series {
  const points = appearances.flatMap(({ moment, position, build }) => {
    const found = read(build);
    return found === undefined ? [] : [{ moment, position, value: found[0], text: found[1] }];
  });
  return { title, worse, points };
}
