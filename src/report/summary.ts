import type { Finding } from "../check/finding.ts";
import type { BuildResult, Result } from "../pipeline/result.ts";
import { countVerdicts } from "../pipeline/verdict.ts";
import { RULES_BY_CODE } from "../targets/rules-by-code.ts";
import { SOCS } from "../targets/soc.ts";
import { groupBy } from "./group-by.ts";
import { keyNumberOf } from "./key-number.ts";
import { escapeMarkdown, inlineCode, renderTable } from "./markdown.ts";
import { renderBytes } from "./sizes.ts";
import { VERDICT_SYMBOLS } from "./verdict-words.ts";

/** Renders the whole result as markdown: the verdicts, a grid of model × soc, the findings, and each artifact. */
export function renderSummary(result: Result): string {
  return [
    `# dlpu: ${renderCounts(result)}`,
    renderGrid(result),
    ...renderFindings(result),
    ...renderArtifacts(result),
    ...renderProvenance(result),
    "",
  ].join("\n\n");
}

function renderCounts({ builds }: Result): string {
  const counts = countVerdicts(builds).map(
    ([verdict, count]) => `${VERDICT_SYMBOLS[verdict]} ${count} ${verdict}`,
  );
  return counts.join(", ");
}

function renderGrid({ builds }: Result): string {
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

function renderCell(build: BuildResult | undefined): string {
  if (build === undefined) return "–";
  const number = keyNumberOf(build);
  const verdict = `${VERDICT_SYMBOLS[build.verdict]} ${build.verdict}`;
  return number === undefined ? verdict : `${verdict}<br>${number}`;
}

/** A finding that several builds share, said once. */
interface SharedFinding {
  readonly finding: Finding;
  readonly builds: readonly BuildResult[];
}

function renderFindings(result: Result): string[] {
  const shared = shareFindings(result);
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

function renderFinding({ finding, builds }: SharedFinding): string {
  return [
    `- **${finding.code}** ${renderWhere(builds)}: ${renderCondition(finding)}${escapeMarkdown(finding.evidence, 1000)}`,
    `  **Do:** ${escapeMarkdown(finding.remedy, 1000)} (source: ${escapeMarkdown(finding.source, 400)})`,
  ].join("<br>\n");
}

/** What the rule says, where the finding comes from one; the pipeline's own findings say it in their evidence. */
function renderCondition({ code }: Finding): string {
  const rule = RULES_BY_CODE.get(code);
  return rule === undefined ? "" : `${escapeMarkdown(rule.condition)} `;
}

/** Models that share their socs stand together: `a`, `b` for artpec-7, artpec-9. */
function renderWhere(builds: readonly BuildResult[]): string {
  const socsByModel = groupBy(builds, ({ model }) => model);
  const modelsBySocs = groupBy(socsByModel, ([, own]) => own.map(({ soc }) => soc).join(", "));
  return [...modelsBySocs]
    .map(([socs, models]) => `${models.map(([model]) => inlineCode(model)).join(", ")} for ${socs}`)
    .join("; ");
}

/** The same finding on several builds is one finding. */
function shareFindings({ builds }: Result): SharedFinding[] {
  const all = builds.flatMap((build) => build.findings.map((finding) => ({ finding, build })));
  const shared = groupBy(all, ({ finding }) => JSON.stringify(finding));
  return [...shared.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ finding: first.finding, builds: same.map(({ build }) => build) }];
  });
}

function renderArtifacts({ builds }: Result): string[] {
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
        build.reused ? "reused" : `${totalSeconds(build).toFixed(1)} s`,
      ];
    });
  if (rows.length === 0) return [];
  const header = ["Artifact", "Precision", "Size", "larod device", "SHA-256", "Made in"];
  return [`## Artifacts\n\n${renderTable(header, rows)}`];
}

/** Shared steps count in each build that needed them. */
function totalSeconds({ steps }: BuildResult): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** What the numbers in the grid are, so that nobody takes an emulation on synthetic data for a camera. */
function renderProvenance({ builds, tool }: Result): string[] {
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
    `Made by dlpu ${tool.version}.`,
  ];
  return [lines.join(" ")];
}
