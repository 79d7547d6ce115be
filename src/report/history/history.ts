import type { BuildResult, Result, Verdict } from "../../result/result.ts";
import type { Soc } from "../../result/soc.ts";
import { type FidelityNumber, fidelityNumberOf } from "../words/fidelity-number.ts";

/** What is kept of one commit's result: a line of the history. */
export interface HistoryEntry {
  readonly schemaVersion: 1;
  /** SHA of the commit, in hexadecimal. */
  readonly commit: string;
  /** When a run first reported on it; ISO 8601. */
  readonly date: string;
  readonly builds: readonly HistoryBuild[];
}

/** The numbers of one build. */
export interface HistoryBuild {
  readonly model: string;
  readonly soc: Soc;
  readonly verdict: Verdict;
  /** Of the file that ships; `null` where there is none. */
  readonly sizeBytes: number | null;
  readonly fidelity: FidelityNumber | null;
  /** Operators off the DLPU, of how many; `null` where placement is not known or there is no DLPU. */
  readonly offDlpu: number | null;
  readonly operators: number | null;
}

/** Commit and date of a result. */
export type Moment = Pick<HistoryEntry, "commit" | "date">;

/** As many commits are kept: a year of a busy branch, in a file of about a megabyte. */
export const MAX_COMMITS = 200;

/** What a result leaves in the history. */
export function entryOf({ builds }: Result, { commit, date }: Moment): HistoryEntry {
  return { schemaVersion: 1, commit, date, builds: builds.map(historyBuildOf) };
}

/**
 * Entries of one or several histories as one: oldest first, only the latest `MAX_COMMITS`, and a commit once. What was
 * said of it last counts, in the place that it had first.
 */
export function mergeHistories(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const byCommit = new Map<string, HistoryEntry>();
  for (const entry of entries) {
    const known = byCommit.get(entry.commit);
    byCommit.set(
      entry.commit,
      known === undefined ? entry : { ...entry, date: earlier(known, entry) },
    );
  }
  return [...byCommit.values()].toSorted((a, b) => timeOf(a) - timeOf(b)).slice(-MAX_COMMITS);
}

/** The part of a history that ends with a commit, for readers of that commit's result. */
export function historyUpTo(
  entries: readonly HistoryEntry[],
  commit: string,
): readonly HistoryEntry[] {
  return entries.slice(0, entries.findIndex((entry) => entry.commit === commit) + 1);
}

/** A commit a line, the form in which histories are stored. */
export function renderHistory(entries: readonly HistoryEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

function historyBuildOf(build: BuildResult): HistoryBuild {
  const { model, soc, verdict, files, operators } = build;
  // Where no operator could be on a DLPU, as on the CPU alone, none is off it.
  const isPlaced = operators.some(
    ({ placement, reasons }) => placement === "dlpu" || reasons.length > 0,
  );
  const off = operators.filter(({ placement }) => placement === "cpu").length;
  return {
    ...{ model, soc, verdict },
    sizeBytes: files[0]?.sizeBytes ?? null,
    fidelity: fidelityNumberOf(build) ?? null,
    offDlpu: isPlaced ? off : null,
    operators: isPlaced ? operators.length : null,
  };
}

function earlier(a: HistoryEntry, b: HistoryEntry): string {
  return timeOf(a) < timeOf(b) ? a.date : b.date;
}

function timeOf({ date }: Moment): number {
  return Date.parse(date);
}
