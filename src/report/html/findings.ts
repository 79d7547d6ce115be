import type { Finding } from "../../check/finding.ts";
import { RULES_BY_CODE } from "../../targets/rules-by-code.ts";
import { html, type Html } from "./html.ts";
import { renderMark } from "./icons.ts";

const BY_SEVERITY = ["error", "warning", "info"] as const;

/** A build's findings in full, the most severe first: what was seen, what to do, and where the rule comes from. */
export function renderFindings(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html`<p>None.</p>`;
  const items = BY_SEVERITY.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity).map(renderFinding),
  );
  return html`<ul class="findings">
    ${items}
  </ul>`;
}

function renderFinding({ code, severity, evidence, remedy, source }: Finding): Html {
  return html`<li class="${severity}">
    <h5>${renderMark(severity)} ${code}</h5>
    <p>${RULES_BY_CODE.get(code)?.condition ?? ""}</p>
    <ul class="evidence">
      ${evidence.split("; ").map((part) => html`<li>${part}</li>`)}
    </ul>
    <p><b>Do:</b> ${remedy}</p>
    <p class="source">Source: ${renderSource(source)}</p>
  </li>`;
}

/** Only `https:` addresses become links. */
function renderSource(source: string): readonly Html[] {
  return source
    .split(/(https:\/\/[\w.-]+\/[^\s<>"',;)]*)/)
    .map((part, position) => (position % 2 === 0 ? html`${part}` : renderLink(part)));
}

function renderLink(address: string): Html {
  return html`<a href="${address}" rel="noreferrer">${address}</a>`;
}
