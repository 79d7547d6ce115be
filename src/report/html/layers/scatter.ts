import type { Scatter } from "../../../result/layer-errors.ts";
import { renderNumber } from "../../../words/numbers.ts";
import { html, type Html, trusted } from "../elements/html.ts";

/** Float values of an output to the right, final ones upwards; the more values a cell has, the darker it is. */
export function renderLayerScatter({ output, low, high, rows }: Scatter): Html {
  const cells = rows.length;
  const densities = [...new Set(rows.join(""))].filter((digit) => digit !== "0").sort();
  const paths = densities.map((digit, rank) => {
    const opacity = (0.3 + (0.7 * (rank + 1)) / densities.length).toFixed(2);
    return `<path opacity="${opacity}" d="${outlineCells(rows, digit)}"/>`;
  });
  const box = `viewBox="0 0 ${cells} ${cells}"`;
  return html`<figure class="scatter">
    ${trusted(`<svg role="img" ${box}>`)}
    <title>Output ${output}: float values against final ones</title>
    <desc>${describeScatter(rows)}</desc>
    ${trusted(`<path class="equal" d="M0 ${cells}L${cells} 0"/><g transform="translate(0 .5)">${paths.join("")}</g></svg>`)}
    <p class="axis">
      <span>${renderNumber(low)}</span> <span>float</span> <span>${renderNumber(high)}</span>
    </p>
    <figcaption><code>${output}</code>, final (up) against float</figcaption>
  </figure>`;
}

/** Runs of equal cells in a row as one line, as thick as a cell. */
function outlineCells(rows: readonly string[], digit: string): string {
  return rows
    .flatMap((row, y) =>
      [...row.matchAll(new RegExp(`${digit}+`, "g"))].map(({ index, 0: run }) => {
        return `M${index} ${y}h${run.length}`;
      }),
    )
    .join("");
}

/** How far the cells that hold values are from the diagonal, for those who do not see it. */
function describeScatter(rows: readonly string[]): string {
  const gaps = rows.flatMap((row, fromTop) =>
    [...row].flatMap((digit, column) =>
      digit === "0" ? [] : [Math.abs(rows.length - 1 - fromTop - column)],
    ),
  );
  const near = gaps.filter((gap) => gap <= 1).length;
  return `${near} of ${gaps.length} cells that hold values are on the diagonal or next to it; the farthest is ${Math.max(0, ...gaps)} of ${rows.length} cells away.`;
}
