import type { Finding } from "../../result/finding.ts";
import type { LayerErrors, WorstLayer } from "../../result/layer-errors.ts";
import { describeCause, remedyOf } from "../../result/layer-causes.ts";
import { countOf } from "../../words/numbers.ts";

/** As many as a line bears; all are in the result and on the page. */
const NAMED = 3;

/** Where a file that answers badly loses it; for files that were found wanting, never for others. */
export function layerFindings(layers: LayerErrors | null): Finding[] {
  if (layers === null || layers.layers.length === 0) return [];
  const [first] = layers.worst;
  const named = layers.worst.slice(0, NAMED);
  return [
    {
      code: "DLPU-VAL-004",
      severity: "warning",
      subject:
        first === undefined ? { name: "layers" } : { operator: first.operator, name: first.name },
      evidence:
        first === undefined
          ? describeSpread(layers)
          : `most is lost by ${named.map(describeLayer).join("; ")}`,
      remedy:
        first === undefined
          ? "Choose int8-per-channel where the soc takes it, else train the whole model with quantization in mind (QAT)."
          : [...new Set(named.map(remedyOf))].join(" "),
      source: "measured by dlpu",
    },
  ];
}

function describeLayer(layer: WorstLayer): string {
  const own = layer.ownSqnrDb === null ? "" : ` (${layer.ownSqnrDb.toFixed(1)} dB)`;
  return `#${layer.operator} ${layer.kind}${own}: ${describeCause(layer)}`;
}

function describeSpread({ layers }: LayerErrors): string {
  const own = layers.flatMap(({ ownSqnrDb }) => ownSqnrDb ?? []);
  const least = own.length === 0 ? "" : `, the worst keeps ${Math.min(...own).toFixed(1)} dB`;
  return `no layer loses much by itself${least}: the error adds up over ${countOf(layers.length, "operator")}`;
}
