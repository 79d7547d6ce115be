import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/**
 * Says how many tests passed in the last `npm test` of CI, and fails when one was skipped: in CI a skipped test is one
 * whose data or tool is missing, and skipped is not passed. `--allow-skipped` only names them.
 */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

const path = join(import.meta.dirname, "..", "out", "test-report.json");
const report = reportSchema.parse(JSON.parse(await readFile(path, "utf8")));
const skipped = report.testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status !== "passed" && status !== "failed");
for (const { fullName, status } of skipped) console.error(`${status}: ${fullName}`);
if (skipped.length > 0 && !process.argv.includes("--allow-skipped")) process.exitCode = 1;
const { numPassedTests, numFailedTests } = report;
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${skipped.length} skipped`);
