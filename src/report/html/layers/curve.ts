import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { LayerError, LayerErrors, WorstLayer } from "../../../result/layer-errors.ts";
import { html, type Html, trusted } from "../elements/html.ts";
import { countOf } from "../../../words/numbers.ts";

/** Below it a layer is one of the worst; as the worker has it. */
const MUCH_LOST_DB = 30;
/** What is above keeps more than eight bits can show. */
const MOST_DB = 60;
/** Labels closer than this share of the width would cover each other on a phone. */
const LABEL_SHARE = 9;

/**
 * SQNR over the operators in the file's order: a dot for each layer by itself, a line for all up to there.
 *
 * The plot takes any width; only its paths are stretched, dots and letters keep their size.
 */
export function renderLayerCurve({ layers, worst, of }: LayerErrors): Html {
  const x = scaleLinear([0, Math.max(of - 1, 1)], [1, 99]);
  const y = scaleLinear([lowest(layers), MOST_DB], [100, 0]).clamp(true);
  const dots = layers.flatMap(({ operator, ownSqnrDb }) =>
    ownSqnrDb === null ? [] : [`M${round(x(operator))} ${round(y(ownSqnrDb))}h0`],
  );
  const curve = line<LayerError>()
    .defined(({ sqnrDb }) => sqnrDb !== null)
    .x(({ operator }) => round(x(operator)))
    .y(({ sqnrDb }) => round(y(sqnrDb ?? 0)));
  const ticks = y.ticks(4).map((db) => ({ db, y: round(y(db)) }));
  return html`<div class="curve">
    <p class="legend">
      SQNR in dB: <span class="own">each layer by itself</span>
      <span class="sum">accumulated</span>
      <span class="limit">below it a layer loses much</span>
    </p>
    ${trusted(
      `<svg class="scale" aria-hidden="true">${ticks.map(({ db, y: at }) => `<text x="100%" y="${at}%" dy=".35em">${db}</text>`).join("")}</svg>`,
    )}
    <svg role="img">
      <title>SQNR of each layer in decibels, by itself and accumulated</title>
      <desc>${describeCurve({ layers, worst })}</desc>
      ${trusted(
        `<svg viewBox="0 0 100 100" preserveAspectRatio="none">` +
          ticks.map(({ y: at }) => `<path class="grid" d="M0 ${at}h100"/>`).join("") +
          `<path class="limit" d="M0 ${round(y(MUCH_LOST_DB))}h100"/>` +
          `<path class="sum" d="${curve([...layers]) ?? ""}"/>` +
          `<path class="own" d="${dots.join("")}"/></svg>` +
          renderMarks(worst, x, y),
      )}
    </svg>
    <p class="axis">
      <span>#0</span> <span>operators in the file’s order</span> <span>#${of - 1}</span>
    </p>
  </div>`;
}

type Scale = (value: number) => number;

/** A ring around each of the worst, and its number where there is room. */
function renderMarks(worst: readonly WorstLayer[], x: Scale, y: Scale): string {
  const labelled: number[] = [];
  return worst
    .flatMap(({ operator, ownSqnrDb }) => {
      if (ownSqnrDb === null) return [];
      const [left, top] = [round(x(operator)), round(y(ownSqnrDb))];
      const ring = `<circle cx="${left}%" cy="${top}%" r="5"/>`;
      if (labelled.some((other) => Math.abs(other - left) < LABEL_SHARE)) return [ring];
      labelled.push(left);
      return [`${ring}<text x="${left}%" y="${top}%" dy="18">#${operator}</text>`];
    })
    .join("");
}

function lowest(layers: readonly LayerError[]): number {
  const values = layers.flatMap(({ ownSqnrDb, sqnrDb }) => [ownSqnrDb ?? 0, sqnrDb ?? 0]);
  return Math.min(0, Math.floor(Math.min(0, ...values) / 10) * 10);
}

function describeCurve({ layers, worst }: Pick<LayerErrors, "layers" | "worst">): string {
  const last = layers.at(-1)?.sqnrDb;
  const names = worst.map(
    ({ operator, kind, ownSqnrDb }) => `#${operator} ${kind} at ${ownSqnrDb?.toFixed(1) ?? "–"} dB`,
  );
  return [
    `${countOf(layers.length, "operator")}.`,
    names.length === 0 ? "None loses much by itself." : `Worst by themselves: ${names.join(", ")}.`,
    ...(last == null ? [] : [`Accumulated at the end: ${last.toFixed(1)} dB.`]),
  ].join(" ");
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
