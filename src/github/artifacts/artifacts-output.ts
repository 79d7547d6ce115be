import { z } from "zod";
import { parseJson } from "../../config/parse-json.ts";
import type { StoredArtifact } from "../../report/report.ts";
import type { Soc } from "../../result/soc.ts";
import { SOCS } from "../../targets/catalogue.ts";
import { invalidInput } from "../run/inputs.ts";

/** The output `artifacts`: soc → the artifacts that hold its builds, several only where models were sharded. */
export type ArtifactsOutput = Partial<Record<Soc, Omit<StoredArtifact, "soc">[]>>;

/** Gives the output its documented form. */
export function renderArtifacts(artifacts: readonly StoredArtifact[]): ArtifactsOutput {
  const output: ArtifactsOutput = {};
  for (const { soc, ...artifact } of artifacts) (output[soc] ??= []).push(artifact);
  return output;
}

/** Reads the output of a build step back. */
export function parseArtifacts(text: string | undefined): StoredArtifact[] {
  if (text === undefined) return [];
  const parsed = outputSchema.safeParse(parseJson(text));
  if (!parsed.success) throw invalidInput("artifacts", "it is not the output of a build step");
  return SOCS.flatMap((soc) => (parsed.data[soc] ?? []).map((artifact) => ({ soc, ...artifact })));
}

const outputSchema = z.partialRecord(
  z.enum(SOCS),
  z.array(
    z.object({
      name: z.string(),
      id: z.int(),
      sha256: z.string().nullable(),
      url: z.url({ protocol: /^https?$/ }),
    }),
  ),
);
