import type { Soc } from "../../result/soc.ts";
import type { CheckedModel, OperatorRow, SocResult } from "../check-report.ts";
import type { Paint } from "./paint.ts";
import { printable } from "../../words/text.ts";

const NAME_WIDTH = 22;
const SHAPE_WIDTH = 16;
/** What one soc's reasons may take beside the placement. */
const REASONS_WIDTH = 28;

/** One line an operator with its output's shape, and a column for each soc whose placement is known. */
export function renderOperatorTable(model: CheckedModel, paint: Paint): readonly string[] {
  const placed = model.results.filter(({ segments }) => segments !== undefined);
  if (model.operators.length === 0 || placed.length === 0) return [];
  return [
    paint.dim(renderHeader(placed.map(({ soc }) => soc))),
    ...model.operators.map((row, position) => renderRow(row, position, placed, paint)),
  ];
}

function renderHeader(socs: readonly Soc[]): string {
  const columns = socs.map((soc) => soc.padEnd(widthOf(soc)));
  return `${startOf("#", "operator", "output")} ${columns.join(" ")}`.trimEnd();
}

function renderRow(
  { index, name, outputShape }: OperatorRow,
  position: number,
  placed: readonly SocResult[],
  paint: Paint,
): string {
  const columns = placed.map(({ soc, operators }, column) => {
    const { placement = "", reasons = [] } = operators[position] ?? {};
    const colour = placement === "cpu" ? paint.yellow : paint.green;
    if (placed.length === 1 && reasons.length > 0) {
      return `${colour(placement.padEnd(widthOf(soc)))} ${fit(reasons.join(" "), REASONS_WIDTH)}`;
    }
    return colour(column === placed.length - 1 ? placement : placement.padEnd(widthOf(soc)));
  });
  const start = startOf(String(index), printable(name), printable(outputShape));
  return `${start} ${columns.join(" ")}`.trimEnd();
}

function startOf(index: string, name: string, shape: string): string {
  return `${index.padStart(4)} ${fit(name, NAME_WIDTH)} ${fit(shape, SHAPE_WIDTH)}`;
}

function widthOf(soc: Soc): number {
  return Math.max(soc.length, "dlpu".length);
}

/** Exactly as wide as the column; what is cut off shows as `…`. */
function fit(text: string, width: number): string {
  const characters = [...text];
  if (characters.length > width) return `${characters.slice(0, width - 1).join("")}…`;
  return text + " ".repeat(width - characters.length);
}
