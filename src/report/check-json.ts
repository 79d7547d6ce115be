import type { CheckReport } from "./check-report.ts";

/** The document of `dlpu check --json`: one entry a model and soc; `null` stands for what is not known. */
export function renderCheckJson({ models }: CheckReport): string {
  const results = models.flatMap(({ path, sha256, results: ofModel }) =>
    ofModel.map(({ soc, operators, segments, findings, verdict }) => ({
      model: path,
      sha256: sha256 ?? null,
      soc,
      operators,
      segments: segments ?? null,
      findings,
      verdict,
    })),
  );
  return `${JSON.stringify({ schemaVersion: 1, results }, null, 2)}\n`;
}
