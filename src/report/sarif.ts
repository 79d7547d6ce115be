import type { Finding, Severity } from "../result/finding.ts";
import type { Rule } from "../check/rule.ts";
import { RULES_BY_CODE } from "../targets/rules-by-code.ts";
import type { CheckedModel, CheckReport } from "./check-report.ts";
import { groupFindings } from "./group-findings.ts";
import { printable } from "../words/text.ts";

/** GitHub's code scanning refuses a file with more results in a run. */
const MAX_RESULTS = 25_000;

/**
 * SARIF 2.1.0 for code scanning: each rule once with its help, each finding once a model with the socs it holds for.
 *
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ (read 2026-11-22).
 */
export function renderSarif({ models }: CheckReport, toolVersion: string): string {
  const rules = listRules(models);
  const results = models.flatMap((model) => renderResults(model, rules)).slice(0, MAX_RESULTS);
  const driver = {
    name: "dlpu",
    semanticVersion: toolVersion,
    rules: rules.map(renderRule),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results, columnKind: "utf16CodeUnits" }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The rules of all findings, by code. */
function listRules(models: readonly CheckedModel[]): readonly Rule[] {
  const findings = models.flatMap(({ results }) => results.flatMap((result) => result.findings));
  return [...new Set(findings.map(({ code }) => code))]
    .sort((a, b) => a.localeCompare(b, "en"))
    .flatMap((code) => RULES_BY_CODE.get(code) ?? []);
}

function renderRule({ code, severity, condition, why, remedy, source }: Rule) {
  return {
    id: code,
    shortDescription: { text: condition },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\n${remedy}\n\nSource: ${source}`,
      markdown: `${why}\n\n**Remedy:** ${remedy}\n\nSource: ${source}`,
    },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

function renderResults(model: CheckedModel, rules: readonly Rule[]) {
  return groupFindings(model.results).map(({ finding, condition, socs }) => ({
    ruleId: finding.code,
    ...indexOf(finding, rules),
    level: LEVELS[finding.severity],
    message: {
      text: printable(
        `${socs.join(", ")}: ${condition} ${finding.evidence}. ${finding.remedy}`.trim(),
      ),
    },
    locations: [{ physicalLocation: locate(model) }],
    // Stays the same when another operator of the same model breaks the rule, so that an alert is not opened anew.
    partialFingerprints: { "dlpu/v1": [finding.code, model.path, ...socs].join(" ") },
  }));
}

/** A model has no lines; code scanning shows nothing without one. */
function locate({ path }: CheckedModel) {
  return { artifactLocation: { uri: toUri(path) }, region: { startLine: 1 } };
}

function indexOf({ code }: Finding, rules: readonly Rule[]): { readonly ruleIndex?: number } {
  const ruleIndex = rules.findIndex((rule) => rule.code === code);
  return ruleIndex < 0 ? {} : { ruleIndex };
}

/** A path as a relative or file URI, with everything but letters, digits and `-._~/` escaped. */
function toUri(path: string): string {
  const escaped = path.replaceAll("\\", "/").split("/").map(encodeSegment).join("/");
  return escaped.startsWith("/") ? `file://${escaped}` : escaped.replace(/^(\.\/)+/, "");
}

/** A lone surrogate, which a file name can hold on some systems, has no UTF-8 form. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\u{fffd}"));
}
