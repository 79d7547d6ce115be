import type { Quantization, QuantizationScore } from "../../pipeline/quantization.ts";
import { renderPercent } from "../percent.ts";
import { renderSeconds } from "../seconds.ts";
import { html, type Html } from "./html.ts";
import { renderFacts, renderTable } from "./table.ts";

/** Which recipe made the integer file, what it gained over the plain one, and what else was tried. */
export function renderQuantization({ tried, ...quantization }: Quantization): Html {
  const { techniques, note, effort, seconds, fitted, heldOut, plain, shipped } = quantization;
  const facts: readonly (readonly [string, string] | undefined)[] = [
    ["Recipe", nameRecipe(techniques)],
    plain && shipped ? ["Gain", describeGain(plain, shipped)] : undefined,
    ["Effort", effort],
    tried.length === 0
      ? undefined
      : ["Tried", `${tried.length} recipes in ${renderSeconds(seconds)}`],
    heldOut === 0
      ? undefined
      : ["Samples", `${fitted} to learn from, ${heldOut} held out to choose`],
    note === null ? undefined : ["Note", note],
  ];
  const shown = facts.filter((fact) => fact !== undefined);
  return html`${renderFacts(shown.map(([term, text]) => [term, html`${text}`]))}
  ${tried.length < 3 ? undefined : renderTable("Recipes that were tried", COLUMNS, tried.map(renderTried))}`;
}

function nameRecipe(techniques: readonly string[]): string {
  return techniques.length === 0 ? "plain" : techniques.join(", ");
}

/** Both on the held-out samples: `12.4 → 25.1 dB SQNR, 88.0 → 100.0 % agreement`. */
function describeGain(plain: QuantizationScore, shipped: QuantizationScore): string {
  const decibels = `${plain.worstSqnrDb.toFixed(1)} → ${shipped.worstSqnrDb.toFixed(1)} dB SQNR`;
  const [before, after] = [plain.top1Agreement, shipped.top1Agreement];
  if (before === null || after === null) return decibels;
  return `${decibels}, ${(100 * before).toFixed(1)} → ${renderPercent(after)} agreement`;
}

const COLUMNS = [
  { title: "Recipe" },
  { title: "Worst SQNR", numeric: true },
  { title: "Average SQNR", numeric: true },
  { title: "Agreement", numeric: true },
];

function renderTried(recipe: Quantization["tried"][number]): readonly Html[] {
  const { techniques, worstSqnrDb, meanSqnrDb, top1Agreement } = recipe;
  return [
    html`${nameRecipe(techniques)}`,
    html`${worstSqnrDb.toFixed(1)} dB`,
    html`${meanSqnrDb.toFixed(1)} dB`,
    html`${top1Agreement === null ? "–" : renderPercent(top1Agreement)}`,
  ];
}
