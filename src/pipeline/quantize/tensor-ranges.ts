import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { TensorRanges } from "../../check/tensor-range.ts";

/** An extreme of a tensor: litert-quantizer writes arrays of one number. */
const extreme = z.array(z.number()).min(1);

const statistics = z.object({
  model_qsvs: z.record(z.string(), z.object({ min: extreme, max: extreme })),
});

/** Reads the ranges that `calibrate` wrote, by tensor of the float model. */
export async function loadTensorRanges(statsPath: string): Promise<TensorRanges> {
  const { model_qsvs } = statistics.parse(JSON.parse(await readFile(statsPath, "utf8")));
  return new Map(
    Object.entries(model_qsvs).map(([name, { min, max }]) => [
      name,
      { min: Math.min(...min), max: Math.max(...max) },
    ]),
  );
}
