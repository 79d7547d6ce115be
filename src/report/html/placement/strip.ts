import type { OperatorPlacement, Unit } from "../../../result/placement.ts";
import { groupBy } from "../../../group-by.ts";
import { html, type Html, trusted } from "../elements/html.ts";
import { groupPlacement, type PlacementRun, renderIndexes, renderNames } from "./runs.ts";
import { countOf } from "../../../words/numbers.ts";

/** Two lanes, so that the unit shows by position and not by colour alone: the DLPU above, the CPU below. */
const LANES: Readonly<Record<Unit, { readonly y: number; readonly height: number }>> = {
  dlpu: { y: 0, height: 9 },
  cpu: { y: 11, height: 9 },
};

/** More lines than this between operators would be one grey area. */
const MAX_SEPARATED = 160;

/**
 * The operators from first to last as a strip of equal widths, to be stretched to any width.
 *
 * It stands beside the same facts in words and is silent for screen readers; `renderStrip` draws its bars again by `id`.
 */
export function renderStripMark(operators: readonly OperatorPlacement[], id: string): Html {
  const bars = drawBars(operators, groupPlacement(operators));
  return html`<svg ${boxOf(operators)} aria-hidden="true"><g id="${id}">${bars}</g></svg>`;
}

/** The same strip, described for screen readers; the page's script reads the description for what the pointer is on. */
export function renderStrip(operators: readonly OperatorPlacement[], markId: string): Html {
  const runs = groupPlacement(operators);
  const label = describeStrip(operators, runs);
  return html`<svg ${boxOf(operators)} role="img" aria-label="${label}">
    <use href="#${markId}" />
  </svg>`;
}

function boxOf({ length }: readonly OperatorPlacement[]): Html {
  return html`class="strip" viewBox="0 0 ${length} 20" preserveAspectRatio="none"`;
}

function drawBars(
  operators: readonly OperatorPlacement[],
  runs: readonly PlacementRun[],
): readonly Html[] {
  const groups = groupBy(runs, colourOf);
  const bars = [...groups].map(([colour, ofColour]) => {
    const rectangles = ofColour.map((run) => outlineRun(run, operators));
    return trusted(`<path class="${colour}" d="${rectangles.join("")}"/>`);
  });
  return [...bars, renderSeparators(operators.length)];
}

/** On a soc without a DLPU, or where it was not asked for, the CPU is no loss: nothing speaks against the operator. */
function colourOf({ placement, reasons }: PlacementRun): "dlpu" | "cpu" | "off" {
  if (placement === "dlpu") return "dlpu";
  return reasons.length === 0 ? "cpu" : "off";
}

function outlineRun(run: PlacementRun, operators: readonly OperatorPlacement[]): string {
  const { y, height } = LANES[run.placement];
  const x = run.operators[0] === undefined ? 0 : operators.indexOf(run.operators[0]);
  const width = run.operators.length;
  return `M${x} ${y}h${width}v${height}h-${width}z`;
}

function renderSeparators(count: number): Html {
  if (count > MAX_SEPARATED || count < 2) return html``;
  const lines = Array.from({ length: count - 1 }, (_, position) => `M${position + 1} 0v20`);
  return trusted(`<path class="separators" d="${lines.join("")}"/>`);
}

function describeStrip(
  operators: readonly OperatorPlacement[],
  runs: readonly PlacementRun[],
): string {
  const off = runs.filter(({ placement }) => placement === "cpu");
  const onDlpu = operators.filter(({ placement }) => placement === "dlpu").length;
  const where = off.map((run) => `${renderIndexes(run)} ${renderNames(run.operators)}`).join("; ");
  return `${onDlpu} of ${countOf(operators.length, "operator")} on the DLPU${where === "" ? "" : `; on the CPU: ${where}`}`;
}
