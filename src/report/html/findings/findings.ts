import type { Finding } from "../../../result/finding.ts";
import { RULES_BY_CODE } from "../../../targets/rules-by-code.ts";
import { ruleAnchorOf } from "../elements/anchors.ts";
import type { Detail } from "../elements/detail.ts";
import { html, type Html, renderProse } from "../elements/html.ts";
import { renderMark } from "../page/icons.ts";

const BY_SEVERITY = ["error", "warning", "info"] as const;

/** A build's findings, the most severe first: what was seen, what to do, and a link to the rule and its source. */
export function renderFindings(findings: readonly Finding[], detail: Detail): Html {
  if (findings.length === 0) return html`<p>None.</p>`;
  const items = BY_SEVERITY.flatMap((severity) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => renderFinding(finding, detail)),
  );
  return html`<ul class="findings">
    ${items}
  </ul>`;
}

function renderFinding({ code, severity, evidence, remedy }: Finding, detail: Detail): Html {
  const isFull = detail === "full";
  return html`<li class="${severity}">
    <h5>${renderMark(severity)} <a href="#${ruleAnchorOf(code)}">${code}</a></h5>
    ${isFull ? html`<p>${RULES_BY_CODE.get(code)?.condition ?? ""}</p>` : undefined}
    <ul class="evidence">
      ${evidence.split("; ").map((part) => html`<li>${part}</li>`)}
    </ul>
    ${isFull ? html`<p><b>Do:</b> ${renderProse(remedy)}</p>` : undefined}
  </li>`;
}
