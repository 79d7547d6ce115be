import { scaleLinear } from "d3-scale";
import { type Html, trusted } from "../elements/html.ts";

/** A range from zero to `end` with a part of it marked, and a point within. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly end: number;
}

const WIDTH = 160;
const RADIUS = 5;

/** The range as a bar on a line that begins at zero; beside the same numbers in words, so silent for screen readers. */
export function renderRange({ from, to, at, end }: Range): Html {
  const x = scaleLinear([0, end], [RADIUS, WIDTH - RADIUS]);
  const place = (value: number) => x(value).toFixed(1);
  return trusted(
    `<svg class="range" viewBox="0 0 ${WIDTH} 16" aria-hidden="true">` +
      `<path class="axis" d="M${RADIUS} 8H${WIDTH - RADIUS}"/>` +
      `<path class="bar" d="M${place(from)} 8H${place(to)}"/>` +
      `<circle cx="${place(at)}" cy="8" r="${RADIUS}"/></svg>`,
  );
}
