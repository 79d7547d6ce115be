import type { Rule } from "../../check/rule.ts";
import type { Soc } from "../../result/soc.ts";
import type { Target } from "../../targets/target.ts";
import { linkify } from "../markdown/markdown.ts";

/** A rule with its severity by soc. */
interface DocumentedRule {
  readonly rule: Rule;
  readonly severities: ReadonlyMap<Soc, string>;
}

/** The page of all rules, by code: when each fires, why it matters, what to do, and where it comes from. */
export function renderRulesDoc(targets: readonly Target[]): string {
  const rules = collectRules(targets);
  const sections = rules.map(renderRule);
  return `${HEAD}\n${sections.join("\n")}`;
}

const HEAD = `# Rules

What \`dlpu check\` and \`dlpu build\` look for. Generated from the targets by \`scripts/make-docs.ts\`: do not edit.

An \`error\` fails a build, a \`warning\` marks it, \`info\` is advice.
`;

function collectRules(targets: readonly Target[]): readonly DocumentedRule[] {
  const byCode = new Map<string, { rule: Rule; severities: Map<Soc, string> }>();
  for (const { soc, rules } of targets) {
    for (const rule of rules) {
      const known = byCode.get(rule.code) ?? { rule, severities: new Map<Soc, string>() };
      known.severities.set(soc, rule.severity);
      byCode.set(rule.code, known);
    }
  }
  return [...byCode.values()].sort((a, b) => a.rule.code.localeCompare(b.rule.code, "en"));
}

function renderRule({ rule, severities }: DocumentedRule): string {
  return `## ${rule.code}

${rule.condition}

- **Severity:** ${renderSeverities(severities)}
- **Why:** ${rule.why}
- **Remedy:** ${rule.remedy}
- **Source:** ${linkify(rule.source)}
`;
}

/** `error on artpec-9; warning on artpec-7, artpec-8`. */
function renderSeverities(severities: ReadonlyMap<Soc, string>): string {
  const kinds = [...new Set(severities.values())];
  return kinds.map((kind) => `${kind} on ${socsWith(kind, severities).join(", ")}`).join("; ");
}

function socsWith(kind: string, severities: ReadonlyMap<Soc, string>): readonly Soc[] {
  return [...severities].filter(([, severity]) => severity === kind).map(([soc]) => soc);
}
