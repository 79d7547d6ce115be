import type { BuildResult } from "../../result/result.ts";
import { countVerdicts } from "../../result/verdict.ts";
import { SOCS } from "../../targets/catalogue.ts";
import { keyNumberOf } from "../words/key-number.ts";
import { inlineCode, renderTable } from "./markdown.ts";
import { VERDICT_SYMBOLS } from "../words/verdict-words.ts";

/** How many builds ended how: `❌ 1 failed, ✅ 6 passed`. */
export function renderCounts(builds: readonly BuildResult[]): string {
  const counts = countVerdicts(builds).map(
    ([verdict, count]) => `${VERDICT_SYMBOLS[verdict]} ${count} ${verdict}`,
  );
  return counts.length === 0 ? "no builds" : counts.join(", ");
}

/** A table of model × soc with the verdict and the one number that says most in each cell. */
export function renderGrid(builds: readonly BuildResult[]): string {
  const socs = SOCS.filter((soc) => builds.some((build) => build.soc === soc));
  const models = [...new Set(builds.map(({ model }) => model))];
  const rows = models.map((model) => [
    inlineCode(model),
    ...socs.map((soc) =>
      renderCell(builds.find((build) => build.model === model && build.soc === soc)),
    ),
  ]);
  return renderTable(["Model", ...socs], rows);
}

/** A verdict as symbol and word. */
export function renderVerdict({ verdict }: Pick<BuildResult, "verdict">): string {
  return `${VERDICT_SYMBOLS[verdict]} ${verdict}`;
}

function renderCell(build: BuildResult | undefined): string {
  if (build === undefined) return "–";
  const number = keyNumberOf(build);
  return number === undefined ? renderVerdict(build) : `${renderVerdict(build)}<br>${number}`;
}
