import type { Quantization, QuantizationScore } from "../../../result/quantization.ts";
import { renderPercent, renderSeconds } from "../../../words/numbers.ts";
import { html, type Html } from "../elements/html.ts";
import { renderFacts, renderTable } from "../elements/table.ts";

/** Which recipe made the integer file, what it gained over the plain one, and what else was tried. */
export function renderQuantization(quantization: Quantization): Html {
  const { tried } = quantization;
  const table =
    tried.length > 2
      ? renderTable("Recipes that were tried", COLUMNS, tried.map(renderTried))
      : undefined;
  return html`${renderFacts(listFacts(quantization))}${table}`;
}

function listFacts(quantization: Quantization): readonly (readonly [string, Html])[] {
  const { techniques, note, effort, seconds, heldOut, tried } = quantization;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Recipe", nameRecipe(techniques)],
    ["On held-out samples", describeGain(quantization)],
    ["Effort", effort],
    [
      "Tried",
      tried.length > 1 ? `${tried.length} recipes in ${renderSeconds(seconds)}` : undefined,
    ],
    ["Samples", heldOut > 0 ? describeSamples(quantization) : undefined],
    ["Note", note ?? undefined],
  ];
  return facts.flatMap(([term, text]) =>
    text === undefined ? [] : [[term, html`${text}`] as const],
  );
}

/** The plain recipe learns nothing, so there is nothing to learn once more. */
function describeSamples({ techniques, fitted, heldOut }: Quantization): string {
  const split = `${fitted} to learn from, ${heldOut} held out to choose`;
  return techniques.length === 0
    ? split
    : `${split}; the file that ships has the recipe learnt once more, from all ${fitted + heldOut}: the numbers here are from before`;
}

function nameRecipe(techniques: readonly string[]): string {
  return techniques.length === 0 ? "plain" : techniques.join(", ");
}

/** From the plain recipe to the shipped one: `12.4 → 25.1 dB SQNR, 88.0 → 100.0 % agreement`. */
function describeGain({ techniques, plain, shipped }: Quantization): string | undefined {
  if (plain === null || shipped === null) return undefined;
  const before = techniques.length === 0 ? undefined : plain;
  const decibels = (score: QuantizationScore) => score.worstSqnrDb.toFixed(1);
  const share = ({ top1Agreement }: QuantizationScore) => (100 * (top1Agreement ?? 0)).toFixed(1);
  return [
    `${describeStep(before, shipped, decibels)} dB SQNR`,
    ...(shipped.top1Agreement === null
      ? []
      : [`${describeStep(before, shipped, share)} % agreement`]),
  ].join(", ");
}

function describeStep(
  before: QuantizationScore | undefined,
  after: QuantizationScore,
  render: (score: QuantizationScore) => string,
): string {
  return before === undefined ? render(after) : `${render(before)} → ${render(after)}`;
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
