import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { z } from "zod";
import { findText } from "../src/io/files.ts";
import { resultSchema } from "../src/report/schema/result-schema.ts";

/** The published JSON Schema of `result.json`, made from the parser that reads it. */
export async function renderResultSchema(): Promise<string> {
  const { $schema, ...schema } = z.toJSONSchema(resultSchema);
  const described = {
    $schema,
    title: "dlpu result",
    description: "Everything that a run of dlpu found out, by model and soc.",
    ...schema,
  };
  return await format(JSON.stringify(described), { parser: "json", printWidth: 100 });
}

if (import.meta.main) {
  const path = join(import.meta.dirname, "..", "schema", "result.schema.json");
  const schema = await renderResultSchema();
  if (!process.argv.includes("--check")) await writeFile(path, schema);
  else if ((await findText(path)) !== schema) {
    console.error("schema/result.schema.json is stale: run node scripts/make-schema.ts");
    process.exitCode = 1;
  }
}
