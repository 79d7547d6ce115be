import { z } from "zod";
import type { Network } from "../../result/network.ts";

/** The part of a result that says what a file is as a network. */
export const networkSchema: z.ZodType<Network> = z.strictObject({
  macs: z.int().nonnegative().nullable(),
  family: z.string().max(100).nullable(),
});
