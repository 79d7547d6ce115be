import { z } from "zod";
import { BUDGET_NAMES } from "../../result/judged-budget.ts";
import type { JudgedBudget } from "../../result/judged-budget.ts";

/** A judged budget as a result holds it. */
export const budgetSchema: z.ZodType<JudgedBudget> = z.strictObject({
  name: z.enum(BUDGET_NAMES),
  limit: z.number(),
  actual: z.number().nullable(),
  outcome: z.enum(["kept", "broken", "unknown"]),
});
