import type { OperatorPlacement, Unit } from "../../check/placement.ts";
import { groupBy } from "../group-by.ts";
import { shareOfMacs } from "../macs.ts";
import { renderPercent } from "../percent.ts";
import { html, type Html, trusted } from "./html.ts";
import { groupPlacement, type PlacementRun, renderIndexes, renderNames } from "./placement-runs.ts";

/** Two lanes, so that the unit shows by position and not by colour alone: the DLPU above, the CPU below. */
const LANES: Readonly<Record<Unit, { readonly y: number; readonly height: number }>> = {
  dlpu: { y: 0, height: 9 },
  cpu: { y: 11, height: 9 },
};

/** More lines than this between operators would be one grey area. */
const MAX_SEPARATED = 160;

/** As many as a pointer can tell apart. */
const MAX_HOVER_AREAS = 60;

/**
 * The operators from first to last as a strip of equal widths, to be stretched to any width.
 *
 * `decorative` strips stand beside the same facts in words and are silent for screen readers.
 */
export function renderStrip(operators: readonly OperatorPlacement[], decorative = false): Html {
  const runs = groupPlacement(operators);
  const box = html`class="strip" viewBox="0 0 ${operators.length} 20" preserveAspectRatio="none"`;
  if (decorative) return html`<svg ${box} aria-hidden="true">${drawBars(operators, runs)}</svg>`;
  const bars = [...drawBars(operators, runs), ...drawHoverAreas(operators, runs)];
  return html`<svg ${box} role="img" aria-label="${describeStrip(operators, runs)}">${bars}</svg>`;
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

/** Over each run that leaves the DLPU an area that tells on hover what the table below says. */
function drawHoverAreas(
  operators: readonly OperatorPlacement[],
  runs: readonly PlacementRun[],
): readonly Html[] {
  return runs
    .filter((run) => colourOf(run) === "off")
    .slice(0, MAX_HOVER_AREAS)
    .map((run) => {
      const share = shareOfMacs(run.operators, operators);
      const macs = share === undefined ? "" : `, ${renderPercent(share)} of the MACs`;
      const text = `${renderIndexes(run)} ${renderNames(run.operators)}${macs}: ${run.reasons.join(", ")}`;
      const area = trusted(`<path class="hover" d="${outlineRun(run, operators)}">`);
      return html`${area}<title>${text}</title></path>`;
    });
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
  return `${onDlpu} of ${operators.length} operators on the DLPU${where === "" ? "" : `; on the CPU: ${where}`}`;
}
