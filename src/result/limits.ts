import type { Task } from "./task.ts";

/** From where on a measure of fidelity is worth a look, and from where on the file is of no use. */
export interface Limit {
  readonly measure: string;
  /** The tasks that are judged by it; `any` also where none is declared. */
  readonly tasks: "any" | readonly Task["kind"][];
  /** The side of the limits on which a file is good. */
  readonly better: "high" | "low";
  readonly poor: number;
  readonly unusable: number;
  /** Why the two numbers are these. */
  readonly reason: string;
}

/**
 * The limits where labels and budgets say nothing; dlpu's own choice, each with its reason. docs/judging.md is made
 * from this table.
 */
export const LIMITS = {
  agreement: {
    measure: "samples with the float model's best class",
    tasks: ["classification"],
    better: "high",
    poor: 0.95,
    unusable: 0.5,
    reason:
      "Measured on MobileNetV2, 98 % goes with 25 dB and 80 % with 10 dB; below a half, the file more often says something else than the model.",
  },
  sqnrDb: {
    measure: "SQNR of an output, or of a tensor that is joined into it, in dB",
    tasks: "any",
    better: "high",
    poor: 10,
    unusable: 3,
    reason:
      "10 dB is noise of a tenth of the signal's power; at 3 dB it has half of it, and at 0 dB an output of zeros would be as good.",
  },
  steps: {
    measure: "steps of the output's quantization that a tensor joined into it spans",
    tasks: "any",
    better: "high",
    poor: 16,
    unusable: 8,
    reason:
      "16 steps are 4 bits. With under 8, scores fall into so few values that no threshold parts them.",
  },
  errorToScatter: {
    measure: "root of the error's share of how far the values are from their means",
    tasks: ["regression"],
    better: "low",
    poor: 0.2,
    unusable: 0.7,
    reason:
      "0.2 leaves 96 % of what the values tell about their input (R²), 0.7 half of it; 1 is no better than always answering the mean.",
  },
  cosine: {
    measure: "cosine similarity of an output",
    tasks: ["embedding"],
    better: "high",
    poor: 0.98,
    unusable: 0.9,
    reason:
      "Thresholds that tell one thing from another lie a few hundredths apart; at 0.9 vectors are turned by 26 degrees.",
  },
  neighbourAgreement: {
    measure: "samples whose nearest other sample is the float model's",
    tasks: ["embedding"],
    better: "high",
    poor: 0.9,
    unusable: 0.5,
    reason: "A search by embeddings returns another answer in a tenth, or in half, of all cases.",
  },
} as const satisfies Readonly<Record<string, Limit>>;

/** Whether a value is on the bad side of a number. */
export function isPast(value: number, { better }: Limit, limit: number): boolean {
  return better === "high" ? value < limit : value > limit;
}
