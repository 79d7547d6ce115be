import { dirname, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { findText } from "../io/files.ts";
import type { ClassLabels } from "./config.ts";

/**
 * Reads a table of labels: CSV with the columns `file` (relative to the table) and `label` (a class index, or a name
 * from `classes`).
 */
export async function loadClassLabels(
  path: string,
  classes: readonly string[] | undefined,
): Promise<ClassLabels> {
  const text = await findText(path);
  if (text === undefined)
    throw new UserError(`No labels at ${path}`, "Check evaluation.labels in dlpu.yml.");
  const [header, ...rows] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const columns = (header ?? "").split(",").map((name) => name.trim());
  const fileColumn = columns.indexOf("file");
  const labelColumn = columns.indexOf("label");
  if (fileColumn < 0 || labelColumn < 0) {
    throw new UserError(
      `${path} has the columns "${columns.join(", ")}", not file and label`,
      "Make the first line of the labels file,label (more columns may follow).",
    );
  }
  const byFile = new Map(
    rows.map((row, index) => {
      const cells = row.split(",").map((cell) => cell.trim());
      const label = parseLabel(cells[labelColumn] ?? "", classes);
      if (label === undefined) throw unknownLabel(path, index + 2, cells[labelColumn], classes);
      return [resolve(dirname(path), cells[fileColumn] ?? ""), label];
    }),
  );
  return { kind: "classes", classes: byFile };
}

function parseLabel(cell: string, classes: readonly string[] | undefined): number | undefined {
  if (/^\d+$/.test(cell)) return Number(cell);
  const index = classes?.indexOf(cell) ?? -1;
  return index < 0 ? undefined : index;
}

function unknownLabel(
  path: string,
  line: number,
  cell: string | undefined,
  classes: readonly string[] | undefined,
): UserError {
  const known =
    classes === undefined ? "no classes are configured" : `classes: ${classes.join(", ")}`;
  return new UserError(
    `${path}:${line}: the label "${cell ?? ""}" is neither a class index nor a known class (${known})`,
    "Use class indices, or list the class names in the order of the scores under classes in dlpu.yml.",
  );
}
