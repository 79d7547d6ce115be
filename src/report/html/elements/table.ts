import { html, type Html } from "./html.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand right-aligned. */
  readonly numeric?: boolean;
}

/**
 * A table that scrolls sideways by itself where the page is narrower; the first cell of a row is its header.
 *
 * Rows that are different things, in an `order` that is `fixed`, cannot be sorted.
 */
export function renderTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Html[])[],
  order: "sortable" | "fixed" = "sortable",
): Html {
  const header = columns.map(
    ({ title, numeric }) => html`<th scope="col" ${numericClass(numeric)}>${title}</th>`,
  );
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, position) =>
          position === 0
            ? html`<th scope="row">${cell}</th>`
            : html`<td${numericClass(columns[position]?.numeric)}>${cell}</td>`,
        )}
      </tr>`,
  );
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
    <table${order === "fixed" ? html` class="fixed"` : undefined}>
      <thead>
        <tr>
          ${header}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

function numericClass(numeric: boolean | undefined): Html {
  return numeric === true ? html` class="number"` : html``;
}

/** Terms with their descriptions. */
export function renderFacts(facts: readonly (readonly [term: string, description: Html])[]): Html {
  const items = facts.map(
    ([term, description]) =>
      html`<div>
        <dt>${term}</dt>
        <dd>${description}</dd>
      </div>`,
  );
  return html`<dl class="facts">${items}</dl>`;
}

/** Text as it stands in a file: in a fixed font, breaking anywhere. */
export function renderCode(text: string): Html {
  return html`<code>${text}</code>`;
}
