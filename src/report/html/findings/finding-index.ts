import type { Finding, Severity } from "../../../result/finding.ts";
import type { BuildResult, Result } from "../../../result/result.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import { RULES_BY_CODE } from "../../../targets/rules-by-code.ts";
import { groupBy } from "../../../group-by.ts";
import { anchorOf, ruleAnchorOf } from "../elements/anchors.ts";
import type { Detail } from "../elements/detail.ts";
import { html, type Html, renderProse } from "../elements/html.ts";
import { renderMark } from "../page/icons.ts";
import { renderSource } from "../elements/source.ts";

/** Which rules fired at all, with links to the builds that they fired in; advice is folded away. */
export function renderFindingIndex({ builds }: Result, detail: Detail): Html {
  const problems = [...listFired(builds, "error"), ...listFired(builds, "warning")];
  const advice = listFired(builds, "info");
  if (problems.length + advice.length === 0) return html``;
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    ${problems.length === 0 ? html`<p>Advice only.</p>` : renderFired(problems, detail)}
    ${advice.length === 0 ? undefined : renderAdvice(advice, detail)}
  </section>`;
}

/** A rule that fired, with one finding for its words. */
interface FiredRule {
  readonly finding: Finding;
  readonly builds: readonly BuildResult[];
}

function listFired(builds: readonly BuildResult[], severity: Severity): readonly FiredRule[] {
  const fired = new Map<string, { finding: Finding; builds: Set<BuildResult> }>();
  for (const build of builds) {
    for (const finding of build.findings.filter((item) => item.severity === severity)) {
      const known = fired.get(finding.code) ?? { finding, builds: new Set() };
      known.builds.add(build);
      fired.set(finding.code, known);
    }
  }
  return [...fired.values()].map(({ finding, builds: found }) => ({ finding, builds: [...found] }));
}

function renderAdvice(advice: readonly FiredRule[], detail: Detail): Html {
  return html`<details class="advice">
    <summary>Advice (${advice.length})</summary>
    ${renderFired(advice, detail)}
  </details>`;
}

function renderFired(fired: readonly FiredRule[], detail: Detail): Html {
  const items = fired.map(({ finding: { code, severity, evidence, source }, builds }) => {
    const what = RULES_BY_CODE.get(code)?.condition ?? evidence;
    return html`<li class="${severity}" id="${ruleAnchorOf(code)}">
      <h3>${renderMark(severity)} ${code}</h3>
      <p>${what}</p>
      ${detail === "full" ? undefined : renderRemedies(code, builds)} ${renderLinks(builds)}
      <p class="source">Source: ${renderSource(source)}</p>
    </li>`;
  });
  return html`<ul class="findings index">
    ${items}
  </ul>`;
}

/** A rule may have a remedy for each kind of its findings; more than these are only in the result. */
const MAX_REMEDIES = 3;

function renderRemedies(code: string, builds: readonly BuildResult[]): readonly Html[] {
  const findings = builds.flatMap((build) => build.findings.filter((one) => one.code === code));
  const remedies = [...new Set(findings.map(({ remedy }) => remedy))];
  return remedies
    .slice(0, MAX_REMEDIES)
    .map((remedy) => html`<p><b>Do:</b> ${renderProse(remedy)}</p>`);
}

function renderLinks(builds: readonly BuildResult[]): Html {
  const byModel = [...groupBy(builds, ({ model }) => model)].map(([model, ofModel]) => {
    const links = ofModel.map(
      (build) => html` <a href="#${anchorOf(build)}">${targetOf(build.soc).title}</a>`,
    );
    return html`<li><code>${model}</code>${links}</li>`;
  });
  return html`<ul class="plain where">
    ${byModel}
  </ul>`;
}
