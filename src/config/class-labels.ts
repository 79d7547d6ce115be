import { dirname, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { findText } from "../io/files.ts";
import type { ClassLabels, ClassRows } from "./config.ts";

type Names = readonly string[] | undefined;

/**
 * Reads a table of labels: CSV with the columns `file` (relative to the table) and `label` (a class index, or a name
 * from `classes`).
 */
export async function loadClassLabels(path: string, classes: Names): Promise<ClassLabels> {
  const table = await loadTable(path, ["file", "label"]);
  const byFile = table.map(({ line, cells: [file = "", label = ""] }) => {
    const at = `${path}:${line}`;
    return [resolve(dirname(path), file), parseLabel(label, classes, at)] as const;
  });
  return { kind: "classes", classes: new Map(byFile), names: classes };
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
