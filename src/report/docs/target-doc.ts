import type { OperatorTable } from "../../check/operator-table.ts";
import type { Rule } from "../../check/rule.ts";
import {
  MEASURED_AXIS_OS,
  type Measurement,
  MEASUREMENT_SOURCE,
  MEASUREMENTS,
} from "../../targets/model-zoo.ts";
import type { Target } from "../../targets/target.ts";
import { linkify } from "../markdown/markdown.ts";

/** The page of one soc: what it takes, what its applications need, its operators, limits, advice and measurements. */
export function renderTargetDoc(target: Target): string {
  const measurements = MEASUREMENTS.filter(({ soc }) => soc === target.soc);
  const sections = [
    renderFacts(target),
    renderOperators(target.operatorTable),
    renderRules("Limits", limitsOf(target)),
    renderRules("Advice", adviceOf(target)),
    renderMeasurements(measurements),
  ];
  return `# ${target.title}\n\nGenerated from \`src/targets/${target.soc}/\` by \`scripts/make-docs.ts\`: do not edit.\n${sections.join("")}`;
}

function renderFacts({ application, compiler, form, precisions, precisionSource }: Target): string {
  return `
## Facts

| | |
| --- | --- |
| Built from | ${form === "onnx" ? "float ONNX, static NCHW" : "float TFLite, NHWC"} |
| Precisions | ${precisions.join(", ")}; the first is the default |
| Compiler | ${compiler?.name ?? "none: the camera compiles at the first load, or needs no compiling"} |
| Deployed file | \`${application.fileName}\` |
| larod device | \`${application.larodDevice}\` |
| ACAP architecture | ${application.architecture} |
| Manifest claims the DLPU | ${application.claimsDlpu ? "yes" : "no"} |
| Input layout | ${application.inputLayout} |
| Output on the device | ${application.deviceOutput} |

Sources: ${linkify(precisionSource)}; ${linkify(application.source)}${compiler ? `; ${linkify(compiler.source)}` : ""}.
`;
}

function renderOperators(table: OperatorTable | undefined): string {
  if (table === undefined)
    return "\n## Operators\n\nNo operator runs on a DLPU here, or no list is public: dlpu predicts none.\n";
  const rows = [...table.byName]
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([name, constraints]) => `| ${name} | ${listConditions(constraints)} |`);
  return `
## Operators

Any other operator runs on the CPU (${linkCode(table.unlisted.code)}). Every operator in the table leaves the DLPU also for these reasons:

${table.general.map((constraint) => `- ${describe(constraint)}`).join("\n")}

| TFLite operator | Leaves the DLPU when |
| --- | --- |
${rows.join("\n")}
`;
}

interface Described {
  readonly code: string;
  readonly condition: string;
}

function listConditions(constraints: readonly Described[]): string {
  return constraints.length === 0 ? "–" : constraints.map(describe).join("<br>");
}

function describe({ code, condition }: Described): string {
  return `${condition.replaceAll("|", "\\|")} (${linkCode(code)})`;
}

function linkCode(code: string): string {
  return `[${code}](../rules.md#${code.toLowerCase()})`;
}

/** Rules that fail or mark a build, without those that the operator table has shown. */
function limitsOf({ rules, operatorTable }: Target): readonly Rule[] {
  const shown = codesOf(operatorTable);
  return rules
    .filter(({ code, severity }) => severity !== "info" && !shown.has(code))
    .sort(bySeverityAndCode);
}

function adviceOf({ rules }: Target): readonly Rule[] {
  return rules.filter(({ severity }) => severity === "info").sort(bySeverityAndCode);
}

function bySeverityAndCode(a: Rule, b: Rule): number {
  return a.severity.localeCompare(b.severity, "en") || a.code.localeCompare(b.code, "en");
}

function codesOf(table: OperatorTable | undefined): ReadonlySet<string> {
  if (table === undefined) return new Set();
  const constraints = [table.unlisted, ...table.general, ...[...table.byName.values()].flat()];
  return new Set(constraints.map(({ code }) => code));
}

function renderRules(title: string, rules: readonly Rule[]): string {
  if (rules.length === 0) return "";
  const rows = rules.map((rule) => `- ${rule.severity}: ${describe(rule)}`);
  return `\n## ${title}\n\n${rows.join("\n")}\n`;
}

function renderMeasurements(measurements: readonly Measurement[]): string {
  if (measurements.length === 0) return "";
  const rows = measurements.map(
    ({ model, camera, precision, accuracy, latencyMs, latencyRangeMs, releases }) =>
      `| ${model} | ${camera} | ${precision} | ${accuracy} | ${latencyMs} | ${latencyRangeMs.join("–")} (${releases}) |`,
  );
  return `
## Reference measurements

Published by Axis, AXIS OS ${MEASURED_AXIS_OS}, on random input. Detection accuracy was not measured on a camera.

| Model | Camera | Precision | Accuracy | ms | ms over releases |
| --- | --- | --- | --- | ---: | ---: |
${rows.join("\n")}

Source: ${linkify(MEASUREMENT_SOURCE)}.
`;
}
