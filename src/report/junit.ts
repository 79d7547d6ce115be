import type { Finding } from "../result/finding.ts";
import type { BuildResult, Result } from "../result/result.ts";
import { renderBudgetLine } from "./words/budget-line.ts";
import { groupBy } from "../group-by.ts";
import { keyNumberOf } from "./words/key-number.ts";
import { printable } from "../words/text.ts";
import { totalSeconds } from "./total-seconds.ts";

/**
 * Renders JUnit XML for test reporters: a suite a model, a test a build.
 *
 * A build that failed its checks is a failure, one that dlpu or the machine broke is an error. JUnit knows no warnings:
 * a warned build passes, and says in its output what to look at.
 * The layout is the one that Jenkins and GitHub test reporters read; no single specification of it exists.
 */
export function renderJunit({ builds }: Result): string {
  const suites = [...groupBy(builds, ({ model }) => model)].map(([model, ofModel]) =>
    renderSuite(model, ofModel),
  );
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="dlpu" ${countAttributes(builds)}>`,
    ...suites.flat(),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function renderSuite(model: string, builds: readonly BuildResult[]): string[] {
  const skipped = builds.filter(({ verdict }) => verdict === "skipped").length;
  return [
    `  <testsuite name="${escapeXml(model)}" ${countAttributes(builds)} skipped="${skipped}">`,
    ...builds.map(renderTest),
    "  </testsuite>",
  ];
}

function countAttributes(builds: readonly BuildResult[]): string {
  const count = (wanted: string) => builds.filter(({ verdict }) => verdict === wanted).length;
  const seconds = builds.reduce((sum, build) => sum + totalSeconds(build), 0);
  return `tests="${builds.length}" failures="${count("failed")}" errors="${count("errored")}" time="${seconds.toFixed(3)}"`;
}

function renderTest(build: BuildResult): string {
  const { model, soc } = build;
  const seconds = totalSeconds(build).toFixed(3);
  return [
    `    <testcase classname="${escapeXml(model)}" name="${soc}" time="${seconds}">`,
    ...renderOutcome(build),
    `      <system-out>${escapeXml(describeBuild(build))}</system-out>`,
    "    </testcase>",
  ].join("\n");
}

function renderOutcome(build: BuildResult): string[] {
  const message = escapeXml(build.reason ?? `The build ${build.verdict}.`);
  const errors = build.findings.filter(({ severity }) => severity === "error").map(describe);
  const text = escapeXml(errors.join("\n"));
  if (build.verdict === "skipped") return [`      <skipped message="${message}"/>`];
  if (build.verdict === "failed") {
    return [`      <failure type="failed" message="${message}">${text}</failure>`];
  }
  if (build.verdict === "errored") {
    return [`      <error type="errored" message="${message}">${text}</error>`];
  }
  return [];
}

function describeBuild(build: BuildResult): string {
  const { verdict, precision, findings } = build;
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const number = keyNumberOf(build);
  const first = [verdict, precision, ...(number === undefined ? [] : [number])].join(", ");
  const budgets = renderBudgetLine(build.budgets);
  return [first, ...(budgets === undefined ? [] : [budgets]), ...warnings.map(describe)].join("\n");
}

function describe({ code, severity, evidence, remedy }: Finding): string {
  return `${severity} ${code}: ${evidence}. ${remedy}`;
}

/** XML has no form for most control characters: they become visible, line ends stay. */
function escapeXml(text: string): string {
  return text
    .split("\n")
    .map(printable)
    .join("\n")
    .replace(/[&<>"'\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
