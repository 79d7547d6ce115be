import { scaleLinear } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import { differ, type Point, type Series } from "../../history/series.ts";
import { html, type Html, trusted } from "../elements/html.ts";
import { countOf } from "../../../words/numbers.ts";

/** A plot is as wide as all commits of the history, so that plots below each other line up. */
export interface TrendFrame {
  readonly commits: number;
}

/** Fine enough for whole numbers, which are short. */
const WIDTH = 600;
const HEIGHT = 120;
const PADDING = 14;

/** More changes than these have no mark of their own. */
const MAX_MARKS = 5;

/** A number over the commits as a line of steps, with a mark that tells commit and value wherever it changed. */
export function renderTrendPlot({ title, points }: Series, { commits }: TrendFrame): Html {
  const x = scaleLinear([0, Math.max(1, commits - 1)], [PADDING, WIDTH - PADDING]);
  const y = scaleLinear(spread(points), [HEIGHT - PADDING, PADDING]);
  const path = line<Point>(
    ({ position }) => x(position),
    ({ value }) => y(value),
  )
    .curve(curveStepAfter)
    .digits(0)(points.filter((point, index) => index === 0 || isMark(point, index, points)));
  const marks = points.filter(isMark).slice(-MAX_MARKS);
  return html`<svg
    class="trend"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${describe(title, points)}"
  >
    ${trusted(`<path d="${path ?? ""}"/>`)}${marks.map((point) => renderMark(point, x(point.position), y(point.value)))}
  </svg>`;
}

/** The last point always has a mark: it is this result. */
function isMark(point: Point, index: number, points: readonly Point[]): boolean {
  return index === points.length - 1 || isChange(point, index, points);
}

function isChange(point: Point, index: number, points: readonly Point[]): boolean {
  return index > 0 && differ(points[index - 1], point);
}

function renderMark({ moment, text }: Point, x: number, y: number): Html {
  const circle = trusted(`<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="11">`);
  return html`${circle}<title>${describeMoment(moment)}: ${text}</title></circle>`;
}

/** `8d2e6b4, 2026-11-22`. */
export function describeMoment({ commit, date }: Point["moment"]): string {
  return `${commit.slice(0, 7)}, ${date.slice(0, 10)}`;
}

/** A line that never moved, as far as a reader would see, lies in the middle. */
function spread(points: readonly Point[]): readonly [number, number] {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = points.some(isChange) ? 0 : 1 + most - least;
  return [least - margin, most + margin];
}

function describe(title: string, points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)];
  const count = points.filter(isChange).length;
  return `${title}: ${first?.text ?? ""} at ${first?.moment.commit.slice(0, 7) ?? ""}, ${last?.text ?? ""} now, ${countOf(count, "change")}`;
}
