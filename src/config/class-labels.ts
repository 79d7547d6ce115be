import { UserError } from "../errors.ts";
import { findText } from "../io/files.ts";
import type { ClassLabels, ClassRows } from "./config.ts";
import { noneLabelled, openPictures } from "./labelled-picture.ts";

type Names = readonly string[] | undefined;

/**
 * Reads a table of labels: CSV with the columns `file` and `label` (a class index, or a name from `classes`).
 *
 * @throws UserError where it labels none of `files`.
 */
export async function loadClassLabels(
  path: string,
  files: readonly string[],
  classes: Names,
): Promise<ClassLabels> {
  const table = await loadTable(path, ["file", "label"]);
  const findPicture = openPictures(path, files);
  const byFile = new Map<string, number>();
  for (const { line, cells } of table) {
    const [name = "", label = ""] = cells;
    const index = parseLabel(label, classes, `${path}:${line}`);
    const file = findPicture(name);
    if (file !== undefined) byFile.set(file, index);
  }
  if (byFile.size === 0) throw noneLabelled(path, table[0]?.cells[0], files);
  return { kind: "classes", classes: byFile, names: classes };
}

/** Reads the labels of arrays: CSV with the column `label`, a line a sample in their order. */
export async function loadClassRows(path: string, classes: Names): Promise<ClassRows> {
  const table = await loadTable(path, ["label"]);
  const labels = table.map(({ line, cells: [label = ""] }) =>
    parseLabel(label, classes, `${path}:${line}`),
  );
  return { kind: "class-rows", path, classes: labels };
}

interface Row {
  /** Counted from 1, as editors do. */
  readonly line: number;
  /** Of the wanted columns, in their order. */
  readonly cells: readonly string[];
}

async function loadTable(path: string, wanted: readonly string[]): Promise<Row[]> {
  const text = await findText(path);
  if (text === undefined)
    throw new UserError(`No labels at ${path}`, "Check evaluation.labels in dlpu.yml.");
  const lines = text.split(/\r?\n/).map((line, index) => ({
    line: index + 1,
    cells: line.split(",").map((cell) => cell.trim()),
  }));
  const [header, ...rows] = lines.filter(({ cells }) => cells.join("") !== "");
  const columns = header?.cells ?? [];
  const positions = wanted.map((name) => columns.indexOf(name));
  if (positions.includes(-1)) {
    throw new UserError(
      `${path} has the columns "${columns.join(", ")}", not ${wanted.join(" and ")}`,
      `Make the first line of the labels ${wanted.join(",")} (more columns may follow).`,
    );
  }
  return rows.map(({ line, cells }) => ({
    line,
    cells: positions.map((position) => cells[position] ?? ""),
  }));
}

function parseLabel(cell: string, classes: Names, at: string): number {
  if (/^\d+$/.test(cell)) return Number(cell);
  const index = classes?.indexOf(cell) ?? -1;
  if (index >= 0) return index;
  const known =
    classes === undefined ? "no classes are configured" : `classes: ${classes.join(", ")}`;
  throw new UserError(
    `${at}: the label "${cell}" is neither a class index nor a known class (${known})`,
    "Use class indices, or list the class names in the order of the scores under classes in dlpu.yml.",
  );
}
