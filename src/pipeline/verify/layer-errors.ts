import type { z } from "zod";
import { DlpuError } from "../../errors.ts";
import type { layersReply } from "../../worker/layers-reply.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import type { Run, Runnable } from "./run-model.ts";
import type { Samples } from "../samples/samples.ts";
import { countOf } from "../../words/numbers.ts";

/** What each layer of an integer file loses against the float model, by itself and with all before it. */
export interface LayerErrors extends z.infer<typeof layersReply> {
  readonly origin: "measured";
  /** Whether the float model's channels were scaled first, as the search for a recipe may do; its function is the same. */
  readonly equalized: boolean;
}

export type LayerError = LayerErrors["layers"][number];
export type WorstLayer = LayerErrors["worst"][number];
export type Scatter = LayerErrors["scatters"][number];

/** What is known of the layers of a file. */
export interface LayerComparison {
  /** `null` where there is no float model to compare with, or the comparison failed. */
  readonly layers: LayerErrors | null;
  /** Why the comparison failed; absent where it did not, or there was nothing to compare. */
  readonly layersNote?: string;
}

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
