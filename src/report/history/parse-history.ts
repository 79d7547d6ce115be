import { z } from "zod";
import { parseJson } from "../../config/parse-json.ts";
import { SOCS } from "../../targets/catalogue.ts";
import { FIDELITY_METRICS } from "../words/fidelity-number.ts";
import { type HistoryEntry, mergeHistories } from "./history.ts";

/** What a history file holds, and how many of its lines were none of ours. */
export interface ParsedHistory {
  /** Oldest first, a commit once. */
  readonly entries: readonly HistoryEntry[];
  readonly dropped: number;
}

/** A line with a thousand builds is shorter; a longer one is not looked at. */
const MAX_LINE_LENGTH = 512 * 1024;

/** More lines than `MAX_COMMITS` come from histories put together; beyond this, only the last ones are read. */
const MAX_LINES = 2000;

/** Parses a stored history. A line that is broken, cut or forged is left out and the others stay: it never throws. */
export function parseHistory(text: string): ParsedHistory {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const read = lines.slice(-MAX_LINES).map(parseLine);
  const entries = read.filter((entry) => entry !== undefined);
  return { entries: mergeHistories(entries), dropped: lines.length - entries.length };
}

/** A commit's SHA, as git abbreviates it or in full. */
export const commitSchema = z.string().regex(/^[0-9a-f]{7,64}$/);
export const dateSchema = z.iso.datetime({ offset: true });

const entrySchema: z.ZodType<HistoryEntry> = z.strictObject({
  schemaVersion: z.literal(1),
  commit: commitSchema,
  date: dateSchema,
  builds: z.array(
    z.strictObject({
      model: z.string().max(1000),
      soc: z.enum(SOCS),
      verdict: z.enum(["passed", "warned", "failed", "skipped", "errored"]),
      sizeBytes: z.int().nonnegative().nullable(),
      fidelity: z.strictObject({ metric: z.enum(FIDELITY_METRICS), value: z.number() }).nullable(),
      offDlpu: z.int().nonnegative().nullable(),
      operators: z.int().nonnegative().nullable(),
    }),
  ),
});

function parseLine(line: string): HistoryEntry | undefined {
  if (line.length > MAX_LINE_LENGTH) return undefined;
  const parsed = entrySchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}
