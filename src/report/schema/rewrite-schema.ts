import { z } from "zod";
import { REWRITES, type RewriteName } from "../../result/rewrite.ts";

const count = z.int().nonnegative();
// Object.keys forgets what it lists.
const names = Object.keys(REWRITES) as RewriteName[];

/** A rewrite in `result.json`. */
export const rewriteSchema = z.strictObject({
  name: z.enum(names),
  changed: z.array(z.string()),
  cured: z.array(z.string()),
  proof: z.strictObject({
    kernels: z.enum(["builtin", "reference"]),
    samples: count,
    randomInputs: count,
    bound: z.string(),
    maxSteps: z.number().nonnegative(),
    sqnrDb: z.number().nullable(),
  }),
});
