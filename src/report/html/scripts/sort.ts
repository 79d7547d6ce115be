/** Makes the headers of tables with several rows buttons that sort by their column: up, then down. */
export const SORT_SCRIPT = `
for (const table of document.querySelectorAll("table:not(.fixed)"))
  if (table.tBodies[0].rows.length > 3)
    for (const header of table.tHead.rows[0].cells) addSortButton(table, header);

function addSortButton(table, header) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...header.childNodes);
  header.append(button);
  button.addEventListener("click", () => sortBy(table, header));
}

function sortBy(table, header) {
  const descending = header.ariaSort === "ascending";
  for (const other of header.parentElement.cells) other.ariaSort = null;
  header.ariaSort = descending ? "descending" : "ascending";
  const sign = descending ? -1 : 1;
  const rows = [...table.tBodies[0].rows].map((row) => [row, sortKey(row.cells[header.cellIndex])]);
  rows.sort(([, a], [, b]) => sign * compareKeys(a, b));
  table.tBodies[0].append(...rows.map(([row]) => row));
}

function sortKey(cell) {
  const text = cell.innerText.trim();
  const [, number, unit] = /^([\\d.]+) ?(KiB|MiB|GiB|[kMG])?/.exec(text) || [];
  const factor = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, k: 1e3, M: 1e6, G: 1e9 };
  return number === undefined ? text : Number(number) * (factor[unit] || 1);
}

function compareKeys(a, b) {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return typeof a === "number" ? a - b : a.localeCompare(b);
}
`;
