import { stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { UserError } from "../errors.ts";
import { type HistoryEntry, mergeHistories, renderHistory } from "../report/history/history.ts";
import { parseHistory } from "../report/history/parse-history.ts";
import { findStat, findText, writeFileAtomic } from "../io/files.ts";
import { withLock } from "../io/lock.ts";
import type { Log } from "../io/log.ts";

export const HISTORY_FILE = "history.jsonl";

/** A history is a megabyte or two; a file far beyond that is something else, and not ours to overwrite. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where the history of `--history DIR|FILE` is: a file is named by its extension or is there, all else is a folder. */
export async function resolveHistoryPath(path: string): Promise<string> {
  const found = await findStat(path);
  const isFile = found === undefined ? extname(path) !== "" : !found.isDirectory();
  return isFile ? path : join(path, HISTORY_FILE);
}

/** Adds a commit's entry to a history file, or replaces what it said of that commit; runs at the same time wait. */
export async function recordInHistory(
  path: string,
  entry: HistoryEntry,
  log: Log,
): Promise<readonly HistoryEntry[]> {
  return await withLock(`${path}.lock`, async () => {
    const entries = mergeHistories([...(await loadOwn(path, log)), entry]);
    await writeFileAtomic(path, renderHistory(entries));
    return entries;
  });
}

/** Reads a history file; none is an empty one, and lines that are none of ours are left out, loudly. */
export async function loadHistory(path: string, log: Log): Promise<readonly HistoryEntry[]> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > MAX_BYTES) {
    throw new UserError(
      `${path} is no history of dlpu: it is larger than ${MAX_BYTES} bytes`,
      "Name the file or folder that dlpu report --history wrote, or a new one.",
    );
  }
  const { entries, dropped } = parseHistory((await findText(path)) ?? "");
  if (dropped > 0) log.line(`${path}: ${dropped} lines are no history of dlpu and were left out`);
  return entries;
}

/** A file with lines of which none is ours was named by mistake: it must not be lost. */
async function loadOwn(path: string, log: Log): Promise<readonly HistoryEntry[]> {
  const entries = await loadHistory(path, log);
  const isForeign = entries.length === 0 && ((await findText(path)) ?? "").trim() !== "";
  if (!isForeign) return entries;
  throw new UserError(
    `${path} has no line of a history of dlpu, and is left as it is.`,
    "Name the file or folder that dlpu report --history wrote, or a new one.",
  );
}
