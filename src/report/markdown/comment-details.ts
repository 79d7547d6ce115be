import { type Fidelity, findWorstSqnrDb } from "../../result/fidelity.ts";
import type { BuildResult } from "../../result/result.ts";
import { renderBudgetLine } from "../words/budget-line.ts";
import { renderChanges } from "./changes.ts";
import { renderEstimate, renderLoss } from "../../result/estimate.ts";
import { groupBy } from "../../group-by.ts";
import { shareOfMacs } from "../../result/placement.ts";
import { escapeMarkdown, inlineCode, renderTable } from "./markdown.ts";
import type { Report } from "../report.ts";
import { renderNumber, renderPercent } from "../../words/numbers.ts";

/** Rows of a folded table; what is beyond them is in the job summary and in `result.json`. */
const MOST_ROWS = 200;

/** The folded sections of the comment, without those that have nothing to say. */
export function renderDetails(report: Report, shown: readonly BuildResult[]): string[] {
  const sections: readonly (readonly [string, string | undefined])[] = [
    ["Changes", renderChanges(report.baseline, shown.length + 20)],
    ["Fidelity to the float model", fidelityTable(shown)],
    ["Budgets", budgetTable(shown)],
    ["Operators off the accelerator (predicted)", fallbackTable(shown)],
    ["Rewrites and steps", stepsTable(shown)],
    ["Artifacts", artifactsTable(report)],
    ["How to reproduce", reproduce(shown)],
  ];
  return sections.flatMap(([title, body]) =>
    body === undefined || (shown.length === 0 && title !== "Artifacts") ? [] : [fold(title, body)],
  );
}

function fold(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function fidelityTable(builds: readonly BuildResult[]): string | undefined {
  const rows = builds.flatMap((build) => {
    const { fidelity } = build;
    if (fidelity === null) return [];
    const sqnrDb = findWorstSqnrDb(fidelity);
    const spread = fidelity.emulation.spread?.maxLsb;
    return [
      [
        ...nameCells(build),
        sqnrDb === undefined ? "–" : `${sqnrDb.toFixed(1)} dB`,
        renderNumber(Math.max(0, ...fidelity.outputs.map(({ maxAbsError }) => maxAbsError))),
        fidelity.top1Agreement === null ? "–" : renderPercent(fidelity.top1Agreement),
        renderMetric(fidelity),
        spread === undefined ? "–" : `± ${spread} LSB`,
        `${fidelity.data.samples} × ${fidelity.data.kind}`,
      ],
    ];
  });
  return table(
    ["Model", "soc", "SQNR", "Max error", "Top-1 agreement", "Metric", "Kernel spread", "Data"],
    rows,
  );
}

/** What the task's metric lost; the number itself stands in the grid. */
function renderMetric({ metrics: [metric] }: Fidelity): string {
  if (metric === undefined) return "–";
  const { name, final, drop } = metric;
  return drop === null ? `${renderEstimate(final)} ${name}` : `${renderLoss(drop)} of ${name} lost`;
}

function budgetTable(builds: readonly BuildResult[]): string | undefined {
  const rows = builds.flatMap((build) => {
    const line = renderBudgetLine(build.budgets);
    return line === undefined ? [] : [[...nameCells(build), escapeMarkdown(line)]];
  });
  return table(["Model", "soc", "Budgets"], rows);
}

function fallbackTable(builds: readonly BuildResult[]): string | undefined {
  const rows = builds
    .filter(({ operators }) => operators.some(({ placement }) => placement === "dlpu"))
    .flatMap((build) => {
      const off = build.operators.filter(({ placement }) => placement === "cpu");
      if (off.length === 0) return [];
      const macs = shareOfMacs(off, build.operators);
      const names = [...new Set(off.map(({ name, reasons }) => [name, ...reasons].join(" ")))];
      return [
        [
          ...nameCells(build),
          `${off.length} of ${build.operators.length}`,
          macs === undefined ? "–" : renderPercent(macs),
          String(build.segments ?? "–"),
          names
            .slice(0, 10)
            .map((name) => escapeMarkdown(name))
            .join("<br>"),
        ],
      ];
    });
  return table(
    ["Model", "soc", "On the CPU", "Share of MACs", "Segments", "Operators and reasons"],
    rows,
  );
}

/** Steps that several socs share stand once. */
function stepsTable(builds: readonly BuildResult[]): string | undefined {
  const told = builds.flatMap((build) =>
    build.steps.filter(({ detail }) => detail.length > 0).map((step) => ({ build, step })),
  );
  const same = groupBy(told, ({ build, step }) =>
    JSON.stringify([build.model, step.name, step.detail]),
  );
  const rows = [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { build, step } = first;
    return [
      [
        inlineCode(build.model),
        [...new Set(group.map((one) => one.build.soc))].join(", "),
        step.name,
        step.detail
          .slice(0, 20)
          .map((line) => escapeMarkdown(line))
          .join("<br>"),
      ],
    ];
  });
  return table(["Model", "soc", "Step", "What it did"], rows);
}

function artifactsTable({ artifacts }: Report): string | undefined {
  return table(
    ["soc", "Download", "SHA-256 of the zip"],
    artifacts.map(({ soc, name, sha256, url }) => [
      soc,
      `[${escapeMarkdown(name)}](${url})`,
      sha256 === null ? "–" : inlineCode(sha256),
    ]),
  );
}

function reproduce(builds: readonly BuildResult[]): string {
  const socs = [...new Set(builds.map(({ soc }) => soc))].join(",");
  const tools = new Map(builds.flatMap(({ toolchain }) => Object.entries(toolchain)));
  const versions = [...tools].sort().map(([tool, version]) => escapeMarkdown(`${tool} ${version}`));
  return [
    `\`dlpu build --soc ${socs}\` in a checkout of this commit makes the same bytes.`,
    ...(versions.length > 0 ? [`Toolchain: ${versions.join(", ")}.`] : []),
    "Numbers are measured by emulation against the float model; no camera was involved.",
  ].join("\n\n");
}

function nameCells({ model, soc }: BuildResult): string[] {
  return [inlineCode(model), soc];
}

function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string | undefined {
  if (rows.length === 0) return undefined;
  const text = renderTable(header, rows.slice(0, MOST_ROWS));
  return rows.length > MOST_ROWS ? `${text}\n\n…and ${rows.length - MOST_ROWS} more.` : text;
}
