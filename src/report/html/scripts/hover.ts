/** Tells below a placement strip which operator the pointer is on, from the strip's own description and its table. */
export const HOVER_SCRIPT = `
for (const lanes of document.querySelectorAll(".lanes")) {
  const line = document.createElement("p");
  line.className = "pointed";
  line.ariaHidden = "true";
  line.textContent = "Point at the strip to see an operator.";
  lanes.after(line);
  lanes.addEventListener("pointermove", (event) => {
    line.textContent = describeOperator(lanes, event.clientX) || line.textContent;
  });
}

function describeOperator(lanes, clientX) {
  const strip = lanes.querySelector("svg");
  const { left, width } = strip.getBoundingClientRect();
  const count = strip.viewBox.baseVal.width;
  const index = Math.floor(((clientX - left) / width) * count);
  if (index < 0 || index >= count) return "";
  const rows = [...lanes.parentElement.querySelector("tbody").rows];
  const row = rows.find(({ cells }) => cells[2].textContent.split(", ").some((run) => isIn(run, index)));
  if (!row) return "";
  const [unit, , , , reason] = row.cells;
  const runs = strip.ariaLabel.split(/: |; /);
  const run = runs.find((text) => text[0] === "#" && isIn(text, index)) || "#" + index;
  return run + " on the " + unit.textContent + (reason.textContent ? ": " + reason.textContent : "");
}

function isIn(run, index) {
  const [first, last = first] = run.split(" ")[0].split("–").map((text) => Number(text.slice(1)));
  return first <= index && index <= last;
}
`;
