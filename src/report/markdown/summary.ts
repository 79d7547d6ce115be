import type { BuildResult, Result } from "../../result/result.ts";
import { renderBudgetLine } from "../words/budget-line.ts";
import { describeDevice } from "../../targets/devices.ts";
import { devicesOf } from "../../targets/parse-soc-list.ts";
import { renderCounts, renderGrid } from "./grid.ts";
import { renderCondition, renderSource, renderWhere } from "../words/finding-words.ts";
import { escapeMarkdown, inlineCode, renderProse, renderTable } from "./markdown.ts";
import { renderBytes, renderSeconds } from "../../words/numbers.ts";
import { totalSeconds } from "../total-seconds.ts";
import type { FindingCase, SharedFinding } from "../shared-findings.ts";
import { shareFindings } from "../shared-findings.ts";

/** Renders a result as markdown: the verdicts, a grid of model × soc, the findings, and each artifact. */
export function renderSummary({ builds, tool }: Result): string {
  return [`# dlpu: ${renderCounts(builds)}`, ...renderBuilds(builds, tool.version), ""].join(
    "\n\n",
  );
}

/** The sections of a summary, about some builds of a result. */
export function renderBuilds(builds: readonly BuildResult[], version: string): string[] {
  return [
    renderGrid(builds),
    ...renderFindings(builds),
    ...renderBudgets(builds),
    ...renderArtifacts(builds),
    ...renderProvenance(builds, version),
  ];
}

function renderFindings(builds: readonly BuildResult[]): string[] {
  const shared = shareFindings(builds);
  const sections = (
    [
      ["error", "Must be fixed", false],
      ["warning", "Worth a look", false],
      ["info", "Advice", true],
    ] as const
  ).map(([severity, title, folded]) => ({
    title,
    folded,
    found: shared.filter(({ finding }) => finding.severity === severity),
  }));
  return sections
    .filter(({ found }) => found.length > 0)
    .map(({ title, found, folded }) => {
      const list = found.map(renderFinding).join("\n\n");
      return folded
        ? `<details><summary>${title} (${found.length})</summary>\n\n${list}\n\n</details>`
        : `## ${title}\n\n${list}`;
    });
}

/** One evidence stands with its finding; several are a list under it. */
function renderFinding({ finding, builds, cases }: SharedFinding): string {
  const code = `- **${escapeMarkdown(finding.code)}**`;
  const todo = `**Do:** ${renderProse(finding.remedy, 1000)} (source: ${renderSource(finding)})`;
  if (cases.length === 1) {
    const evidence = escapeMarkdown(cases[0].evidence, 1000);
    return `${code} ${renderWhere(builds)}: ${renderCondition(finding)}${evidence}<br>\n  ${todo}`;
  }
  const seen = cases.slice(0, MOST_CASES).map(renderCase);
  const rest = cases.length - seen.length;
  const more = rest > 0 ? [`  - and ${rest} more in the report`] : [];
  return [`${code} ${renderCondition(finding)}`.trimEnd(), ...seen, ...more, "", `  ${todo}`].join(
    "\n",
  );
}

/** What was seen in so many places makes the point. */
const MOST_CASES = 10;

function renderCase({ evidence, builds }: FindingCase): string {
  return `  - ${renderWhere(builds)}: ${escapeMarkdown(evidence, 1000)}`;
}

function renderBudgets(builds: readonly BuildResult[]): string[] {
  const rows = builds.flatMap(({ model, soc, budgets }) => {
    const line = renderBudgetLine(budgets);
    return line === undefined ? [] : [[inlineCode(model), soc, escapeMarkdown(line, 1000)]];
  });
  return rows.length === 0
    ? []
    : [`## Budgets\n\n${renderTable(["Model", "soc", "Budgets"], rows)}`];
}

function renderArtifacts(builds: readonly BuildResult[]): string[] {
  const rows = builds
    .filter(({ files }) => files.length > 0)
    .map((build) => {
      const [main] = build.files;
      return [
        inlineCode(`${build.soc}/${build.name}/${main?.path ?? ""}`),
        build.precision,
        renderBytes(main?.sizeBytes ?? 0),
        build.contract?.larodDevice ?? "–",
        inlineCode(main?.sha256.slice(0, 12) ?? ""),
        build.reused ? "reused" : renderSeconds(totalSeconds(build)),
      ];
    });
  if (rows.length === 0) return [];
  const header = ["Artifact", "Precision", "Size", "larod device", "SHA-256", "Made in"];
  return [`## Artifacts\n\n${renderTable(header, rows)}`];
}

/** What the numbers in the grid are, so that nobody takes an emulation on synthetic data for a camera. */
function renderProvenance(builds: readonly BuildResult[], version: string): string[] {
  const kinds = new Set(
    builds.flatMap(({ fidelity }) => (fidelity === null ? [] : [fidelity.data.kind])),
  );
  const lines = [
    "Numbers in the grid are measured on this machine by emulation, against the float model; no camera was involved.",
    ...(kinds.has("calibration")
      ? [
          "Where no evaluation data was given, the calibration data was used: such numbers flatter the model.",
        ]
      : []),
    ...(kinds.has("synthetic")
      ? [
          "“Synthetic data” means seeded noise, for lack of calibration data: it says nothing about accuracy.",
        ]
      : []),
    ...(builds.some(({ fidelity }) =>
      fidelity?.metrics.some(({ final }) => final.interval !== null),
    )
      ? ["± is half of the 95 % interval that so many labelled samples allow."]
      : []),
    `Made by dlpu ${version}.`,
  ];
  return [lines.join(" "), ...devicesOf(builds).map((device) => `${describeDevice(device)}.`)];
}
