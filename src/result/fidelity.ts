import type { Interval } from "./confidence.ts";
import type { ChangedAnswer } from "./changed-answer.ts";
import type { TaskMetric } from "./task-metric.ts";

/** How close an artifact's outputs are to the float model's, measured here on stated data. */
export interface Fidelity {
  readonly origin: "measured";
  readonly data: FidelityData;
  readonly outputs: readonly OutputFidelity[];
  /** Share of samples on which both models have the same best class; `null` where no output holds class scores. */
  readonly top1Agreement: number | null;
  /** Of classifiers with labels only; the same as the first of `metrics`, without its uncertainty. */
  readonly accuracy: Accuracy | null;
  readonly emulation: Emulation;
  /** Wilson's 95 % interval of the agreement. */
  readonly top1AgreementInterval: Interval | null;
  /** With labels only: the measures of the model's task, the one that it is judged by first. */
  readonly metrics: readonly TaskMetric[];
  /** Of classifiers with labelled pictures: a few that the file sees as another class than the float model does. */
  readonly changedAnswers: readonly ChangedAnswer[];
}

/** Share of labelled samples whose best class is the label's. */
export interface Accuracy {
  /** `null` where there is no float model. */
  readonly float: number | null;
  readonly final: number;
  readonly samples: number;
}

/** What the models were run on. */
export interface FidelityData {
  readonly kind: "evaluation" | "calibration" | "synthetic";
  readonly samples: number;
  /** SHA-256 over the data's files; `null` for synthetic data. */
  readonly sha256: string | null;
}

export interface OutputFidelity {
  readonly name: string;
  /** Signal to quantization noise over all samples, in dB; `null` where the outputs are equal or the float one is all zero. */
  readonly sqnrDb: number | null;
  readonly cosine: number | null;
  /**
   * Root of the error's share of how far the float model's values are from their means: 0 is exact, 1 no better than
   * the means; `null` where they do not move.
   */
  readonly errorToScatter: number | null;
  /** Of embeddings: share of samples whose nearest other sample is the float model's. */
  readonly neighbourAgreement: number | null;
  /** The tensors that the output joins; none where it is no join. */
  readonly parts: readonly PartFidelity[];
  readonly maxAbsError: number;
  /** Share of stored values at either end of the quantized range; `null` for float outputs. */
  readonly saturation: number | null;
  readonly equal: boolean;
}

/** One of the tensors that are joined into an output, such as a detector's boxes. */
export interface PartFidelity {
  readonly name: string;
  readonly sqnrDb: number | null;
  /** How many steps of the output's quantization the float model's values span; `null` for float outputs. */
  readonly steps: number | null;
}

/** Which kernels stood in for the accelerator, and how far another set of kernels is from them. */
export interface Emulation {
  /** Runtime and kernels, such as `LiteRT 2.3.0, XNNPACK`. */
  readonly kernels: string;
  readonly spread: KernelSpread | null;
}

/** The difference between two kernel sets on the same file and samples: what the emulation itself does not know. */
export interface KernelSpread {
  readonly kernels: string;
  readonly samples: number;
  /** In steps of the output's quantization. */
  readonly maxLsb: number;
  readonly meanLsb: number;
  /** Share of output values that differ at all. */
  readonly differing: number;
}

/** The worst output's SQNR, the one number that a table shows; `undefined` where nothing was lost or measured. */
export function findWorstSqnrDb(fidelity: Fidelity | null): number | undefined {
  const values = (fidelity?.outputs ?? []).flatMap(({ sqnrDb }) =>
    sqnrDb === null ? [] : [sqnrDb],
  );
  return values.length === 0 ? undefined : Math.min(...values);
}

/** Whether every output is the float model's to the bit; never where there is no float model to compare with. */
export function isEqualToFloat({ outputs }: Fidelity): boolean {
  return outputs.length > 0 && outputs.every(({ equal }) => equal);
}
