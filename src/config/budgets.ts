import type { BudgetName } from "../result/judged-budget.ts";
import { z } from "zod";

/** Limits by name: bytes, dB, shares from 0 to 1, or a count; `null` lifts what a less specific place states. */
export type Budgets = Readonly<Partial<Record<BudgetName, number | null>>>;

const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** `budgets` as the user writes them: `{size: 4 MB, top1Agreement: 97 %, segments: 1}`; `none` lifts one. */
export const budgetsSchema = z.strictObject({
  /** Of the file that the camera loads. */
  size: limitSchema(parseSize, "a size with its unit, such as 4 MB or 512 KiB"),
  /** Of the worst output. */
  sqnrDb: limitSchema(parseNumber, "a number of decibels, such as 20"),
  /** Share of samples with the float model's best class, at least. */
  top1Agreement: limitSchema(parseShare, "a share such as 97 % or 0.97"),
  /** The task's metric (top-1, mAP, mean IoU) on labelled data, at least. */
  metric: limitSchema(parseShare, "a share such as 95 % or 0.95"),
  /** What the metric may lose to the float model, in points: 1 % allows 98.7 % to become 97.7 %. */
  metricDrop: limitSchema(parseShare, "a share such as 1 % or 0.01"),
  operatorsOnDlpu: limitSchema(parseShare, "a share such as 100 % or 0.9"),
  segments: limitSchema(parseCount, "a whole number from 0"),
} satisfies Record<BudgetName, z.ZodType>);

/** The limits that hold: of each name the last one stated, without those that `none` lifts there. */
export function resolveBudgets(...stated: readonly (Budgets | undefined)[]): Budgets {
  return Object.assign({}, ...stated) as Budgets; // Own properties of Budgets alone go in.
}

function limitSchema(parse: (word: string) => number | undefined, form: string) {
  return z
    .union([z.number(), z.string()], { error: `must be ${form}` })
    .transform((given, context) => {
      if (given === "none") return null;
      const limit = parse(String(given).trim());
      if (limit !== undefined) return limit;
      context.addIssue({ code: "custom", message: `must be ${form}, or none` });
      return z.NEVER;
    })
    .exactOptional();
}

function parseSize(word: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([kKMG]i?B|B)$/.exec(word) ?? [];
  const factor = UNIT_BYTES[unit ?? ""];
  return factor === undefined ? undefined : Math.floor(Number(digits) * factor);
}

function parseShare(word: string): number | undefined {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(word) ?? [];
  if (digits === undefined) return undefined;
  const share = Number(digits) / (percent === "%" ? 100 : 1);
  return share <= 1 ? share : undefined;
}

function parseCount(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : undefined;
}

function parseNumber(word: string): number | undefined {
  return /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : undefined;
}
