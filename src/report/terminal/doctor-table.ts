import type { Diagnosis, DoctorReport } from "./doctor-report.ts";

const SYMBOLS: Readonly<Record<Diagnosis["state"], string>> = {
  found: "✅",
  missing: "❌",
  "installed on first use": "⏳",
};

/** Renders what `dlpu doctor` found, one thing a line, with what to do below it. */
export function renderDoctor({ items, ready }: DoctorReport): string {
  const lines = items.flatMap((item) => [
    `${symbolOf(item)} ${item.name}: ${item.state}, ${item.detail}`,
    ...(item.remedy === "" ? [] : [`   ${item.remedy}`]),
  ]);
  const verdict = ready ? "dlpu can build here." : "dlpu cannot build here until ❌ is mended.";
  return `${[...lines, "", verdict].join("\n")}\n`;
}

function symbolOf({ state, required }: Diagnosis): string {
  return state === "missing" && !required ? "⏭️" : SYMBOLS[state];
}
