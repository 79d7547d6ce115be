import type { WorstLayer } from "../../../result/layer-errors.ts";
import { describeCause } from "../../../result/layer-causes.ts";
import { countOf, renderNumber } from "../../../words/numbers.ts";
import { html, type Html, trusted } from "../elements/html.ts";

/** The layers that lose most, each with what it loses, the likely cause, and the ranges that show it. */
export function renderWorstLayers(worst: readonly WorstLayer[]): Html {
  return html`<ol class="worst">
    ${worst.map(renderLayer)}
  </ol>`;
}

function renderLayer(layer: WorstLayer): Html {
  return html`<li>
    <h5>#${layer.operator} ${layer.kind}</h5>
    <code>${layer.name}</code>
    <p>
      <b>${renderDecibels(layer.ownSqnrDb)}</b> by itself, ${renderDecibels(layer.sqnrDb)}
      accumulated
    </p>
    <p><b>${layer.cause}</b>: ${describeCause(layer)}.</p>
    ${renderWeights(layer)} ${renderActivations(layer)} ${renderChannels(layer)}
  </li>`;
}

function renderWeights({ weightRange }: WorstLayer): Html | undefined {
  if (weightRange === null || weightRange.largest <= 0) return undefined;
  const { largest, median, oneScale } = weightRange;
  const scales = oneScale ? "one scale" : "a scale a channel";
  return html`<div class="extent">
    ${renderBar(0, median / largest)}
    <span
      >weights: median channel ${renderNumber(median)} of ${renderNumber(largest)}, ${scales}</span
    >
  </div>`;
}

function renderActivations({ activationRange }: WorstLayer): Html | undefined {
  if (activationRange === null) return undefined;
  const { low, high, usualLow, usualHigh } = activationRange;
  const share = (value: number) => (value - low) / (high - low);
  const [whole, most] = [
    [low, high],
    [usualLow, usualHigh],
  ].map((ends) => ends.map(renderNumber).join("…"));
  return html`<div class="extent">
    ${renderBar(share(usualLow), share(usualHigh))}
    <span>result: ${whole}, 99.8 % in ${most}</span>
  </div>`;
}

/** The part of a range that is used, within the whole of it. */
function renderBar(from: number, to: number): Html {
  const [start, end] = [clamp(from), clamp(to)].map((share) => Number((share * 100).toFixed(1)));
  const length = Math.max((end ?? 0) - (start ?? 0), 1).toFixed(1);
  return trusted(
    `<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">` +
      `<path class="whole" d="M0 0h100v8H0z"/><path class="used" d="M${start} 0h${length}v8h-${length}z"/></svg>`,
  );
}

function renderChannels({ channels, deadChannels, lostChannels }: WorstLayer): Html | undefined {
  const parts = [
    ...(deadChannels > 0 ? [`${deadChannels} dead in the float model already`] : []),
    ...(lostChannels > 0 ? [`${lostChannels} more dead here`] : []),
  ];
  if (parts.length === 0) return undefined;
  return html`<p class="channels">${countOf(channels, "channel")}, ${parts.join(", ")}</p>`;
}

function renderDecibels(value: number | null): string {
  return value === null ? "–" : `${value.toFixed(1)} dB`;
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
