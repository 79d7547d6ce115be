import type { LayerComparison } from "../../result/layer-errors.ts";
import { DlpuError } from "../../errors.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import type { Run, Runnable } from "./run-model.ts";
import type { Samples } from "../samples/samples.ts";
import { countOf } from "../../words/numbers.ts";

/** The float model that an integer file was made from, with its weights not yet rounded. */
export interface FloatTwin {
  readonly path: string;
  readonly equalized: boolean;
}

/** A file with its float model; `null` for a file that dlpu did not quantize. */
export interface Twinned {
  readonly twin: FloatTwin | null;
}

/** To run layer by layer; pictures differ from each other, noise does not. */
const MOST_SAMPLES: Readonly<Record<Samples["kind"], number>> = {
  evaluation: 16,
  calibration: 16,
  synthetic: 4,
};

/**
 * Compares layer by layer on a few samples; `undefined` where there is no twin.
 *
 * A file ships without this: where it cannot be run in parts, or the comparison breaks off, the reason is the product.
 */
export async function measureLayers(
  work: ModelWork,
  { path, twin }: Runnable & Twinned,
  runs: { readonly reference: Run; readonly final: Run },
  samples: Samples,
): Promise<Product<LayerComparison> | undefined> {
  if (twin === null) return undefined;
  try {
    const { value, step } = await runStep(
      work,
      {
        name: "verify",
        environment: "core",
        method: "layers",
        params: {
          floatPath: twin.path,
          integerPath: path,
          samplesDir: samples.folder,
          limit: MOST_SAMPLES[samples.kind],
          referenceDir: runs.reference.folder,
          candidateDir: runs.final.folder,
          candidateOutputs: runs.final.report.outputs,
        },
      },
      ({ matched, of, samples: count }) => [
        `${matched} of ${countOf(of, "operator")} layer by layer on ${countOf(count, "sample")}`,
      ],
    );
    const layers = { origin: "measured", equalized: twin.equalized, ...value } as const;
    return { value: { layers }, step };
  } catch (error) {
    if (error instanceof DlpuError) return withoutLayers(error);
    throw error;
  }
}

function withoutLayers({ message }: DlpuError): Product<LayerComparison> {
  const detail = [`not compared layer by layer: ${message}`];
  const step = {
    name: "verify",
    outcome: "failed",
    detail,
    seconds: 0,
    peakMemoryBytes: 0,
  } as const;
  return { value: { layers: null, layersNote: message }, step };
}
