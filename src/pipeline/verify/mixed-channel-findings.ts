import { quoteName } from "../../check/evidence.ts";
import type { Finding } from "../../result/finding.ts";
import { findMixedChannels, type MixedChannels } from "../../check/mixed-channels.ts";
import { cutLine } from "../../check/plan-cut.ts";
import { mixedSeverity } from "../../check/rules/outputs.ts";
import type { TensorRanges } from "../../check/tensor-range.ts";
import type { Graph } from "../../graph/graph.ts";
import { renderNumber } from "../../words/numbers.ts";
import type { Emulated } from "./emulate.ts";

/**
 * Outputs of one layer whose channels need very different scales, as the float model's run showed them; no file says so
 * by itself.
 */
export function mixedChannelFindings(
  graph: Graph,
  { comparison, outputScales, fidelity }: Emulated,
  ranges: TensorRanges,
): Finding[] {
  const outputs = graph.subgraphs[0]?.outputs ?? [];
  return comparison.outputs.flatMap(({ name, channelSpans }, position) => {
    const output = outputs[position];
    const scale = outputScales[name] ?? 0;
    if (output === undefined || channelSpans === null || scale === 0) return [];
    const mixed = findMixedChannels(graph, output, channelSpans, scale);
    if (mixed === undefined) return [];
    const severity = fidelity.data.kind === "synthetic" ? "warning" : mixedSeverity(mixed.steps);
    const remedy = remedyFor(mixed, ranges);
    const evidence = describeMixed(name, mixed, scale);
    return [{ ...MIXED, severity, subject: { name }, evidence, remedy }];
  });
}

function describeMixed(name: string, mixed: MixedChannels, scale: number): string {
  const { channels, border, spans, steps } = mixed;
  const [first, last] = [`0 to ${border - 1}`, `${border} to ${channels - 1}`];
  const parts = `channels ${first} span ${renderNumber(spans[0])}, channels ${last} ${renderNumber(spans[1])}`;
  const quiet = spans[0] < spans[1] ? first : last;
  return `${quoteName(name)}: ${parts}, under one step of ${renderNumber(scale)}: channels ${quiet} have ${renderNumber(steps)} of its 256 steps`;
}

/** Converters join names of fused operators: only what the float model measured can be named. */
function remedyFor({ names, channels, border }: MixedChannels, ranges: TensorRanges): string {
  const bySource =
    "split the layer where the model is exported, into one for each part, as outputs of their own";
  const name = names.find((one) => ranges.has(one));
  if (name === undefined) return `Give the parts a scale each: ${bySource}.`;
  const line = cutLine([`${name}[0:${border}]`, `${name}[${border}:${channels}]`]);
  return `Give the parts a scale each: \`${line}\` in dlpu.yml under the model; the application joins them again. Or ${bySource}.`;
}

const MIXED = { code: "AX-Q-008", source: "measured by dlpu" } as const;
