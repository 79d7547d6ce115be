import type { Finding } from "../../result/finding.ts";
import type { BuildResult } from "../../result/result.ts";
import { RULES_BY_CODE } from "../../targets/rules-by-code.ts";
import { groupBy } from "../../group-by.ts";
import { escapeMarkdown, inlineCode, linkify, renderProse } from "../markdown/markdown.ts";

/** What the rule says, where the finding comes from one; the pipeline's own findings say it in their evidence. */
export function findCondition({ code }: Pick<Finding, "code">): string | undefined {
  return RULES_BY_CODE.get(code)?.condition;
}

/** The rule's condition as markdown, with a space after it; nothing where there is no rule. */
export function renderCondition(finding: Pick<Finding, "code">): string {
  const condition = findCondition(finding);
  return condition === undefined ? "" : `${escapeMarkdown(condition)} `;
}

/** Where a rule comes from; only what our own rules say may be a link, since a result may come from a fork. */
export function renderSource({ code, source }: Pick<Finding, "code" | "source">): string {
  const ours = RULES_BY_CODE.get(code)?.source === source;
  return ours ? linkify(source) : renderProse(source.replace(ADDRESS, "`$&`"), 400);
}

/** As code it is no link, and can be copied. */
const ADDRESS = /https?:\/\/[^\s,;:)`]+/g;

/** Models that share their socs stand together: `a`, `b` for artpec-7, artpec-9. */
export function renderWhere(builds: readonly BuildResult[]): string {
  const socsByModel = groupBy(builds, ({ model }) => model);
  const modelsBySocs = groupBy(socsByModel, ([, own]) => own.map(({ soc }) => soc).join(", "));
  return [...modelsBySocs]
    .map(([socs, models]) => `${renderModels(models.map(([model]) => model))} for ${socs}`)
    .join("; ");
}

/** As many names as a line bears. */
const MOST_MODELS = 10;

function renderModels(models: readonly string[]): string {
  const shown = models.slice(0, MOST_MODELS).map((model) => inlineCode(model));
  const rest = models.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
