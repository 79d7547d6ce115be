import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export const ROOT = join(import.meta.dirname, "..");

/** The folders of all actions; `.` is the composite one. */
export const ACTION_FOLDERS = [".", "setup", "build", "report", "plan"] as const;

const actionSchema = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

/** What an `action.yml` declares. */
export type ActionFile = z.infer<typeof actionSchema>;

/** Reads the `action.yml` of a folder. */
export async function loadActionFile(folder: string): Promise<ActionFile> {
  const text = await readFile(join(ROOT, folder, "action.yml"), "utf8");
  return actionSchema.parse(parse(text));
}
