import { z } from "zod";
import { parseJson } from "../../config/parse-json.ts";
import type { RunPart } from "../../pipeline/plan/run-part.ts";
import type { Shard } from "../../pipeline/plan/shard.ts";
import { parseSocChoice, parseSocList } from "../../targets/parse-soc-list.ts";
import { invalidInput } from "../run/inputs.ts";

/** Parses the input `expected`: the plan action's `matrix`, or a list of socs. */
export function parseExpected(text: string | undefined): RunPart[] {
  if (text === undefined) return [];
  if (!text.startsWith("{"))
    return parseSocList(text).map(({ soc }) => ({ soc, shard: undefined }));
  const matrix = matrixSchema.safeParse(parseJson(text));
  if (!matrix.success) throw invalidInput("expected", "it is neither a list of socs nor a matrix");
  return matrix.data.include.map(({ soc, shard }) => ({
    soc: parseSocChoice(soc).soc,
    shard: shard === undefined ? undefined : parseShard(shard),
  }));
}

const matrixSchema = z.object({
  include: z.array(z.object({ soc: z.string(), shard: z.string().optional() })).max(256),
});

/**
 * Parses `2/5`, as the plan action writes it; `1/1` is no shard but the whole.
 *
 * @throws UserError for anything else.
 */
export function parseShard(text: string): Shard | undefined {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return count === 1 ? undefined : { index, count };
  throw invalidInput("shard", `"${text}" is not a part such as 2/5`);
}
