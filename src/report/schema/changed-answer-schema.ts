import { z } from "zod";
import type { ChangedAnswer } from "../../result/changed-answer.ts";

const classIndex = z.int().nonnegative();
const className = z.string().nullable();

/** A picture that two classifiers disagree on, as a result holds it; never more than a thumbnail. */
export const changedAnswerSchema: z.ZodType<ChangedAnswer> = z.strictObject({
  picture: z.string().max(1_000),
  label: classIndex,
  float: classIndex,
  final: classIndex,
  jpegBase64: z
    .string()
    .max(8_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .nullable(),
  labelName: className,
  floatName: className,
  finalName: className,
});
