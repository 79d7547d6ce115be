import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { loadResult } from "../src/commands/result-file.ts";
import type { Result } from "../src/result/result.ts";
import { compareResults } from "../src/report/compare.ts";
import { parseHistory } from "../src/report/history/parse-history.ts";
import { anchorOf } from "../src/report/html/elements/anchors.ts";
import { renderHtmlReport } from "../src/report/html/page/page.ts";
import type { Baseline } from "../src/report/report.ts";
import { findChromium, launchChromium } from "./launch-chromium.ts";

/**
 * Takes the pictures of the report page in docs/images/: `node scripts/screenshots.ts [result.json [history.jsonl]]`.
 *
 * The example's result is taken unless another is named, and compared with the same repository before its detector was
 * added. The history is one that `dlpu report --history` wrote; without it, the pictures that show one stay as they are.
 */
interface Shot {
  readonly name: string;
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  /** The part of the page to show, such as a build's anchor. */
  readonly fragment?: string;
}

const SHOTS: readonly Shot[] = [
  { name: "report-light", colorScheme: "light", width: 1280, height: 1240 },
  { name: "report-dark", colorScheme: "dark", width: 1280, height: 1240 },
  { name: "report-phone", colorScheme: "light", width: 390, height: 1240 },
];

const HISTORY_SHOTS: readonly Shot[] = (["light", "dark"] as const).map((colorScheme) => ({
  ...{ name: `report-history-${colorScheme}`, colorScheme, width: 1280, height: 940 },
  fragment: "#history",
}));

/** The first build for ARTPEC-9, which has more to say than others. */
function buildShots({ builds }: Result): readonly Shot[] {
  const build = builds.find(({ soc }) => soc === "artpec-9");
  if (build === undefined) return [];
  const shot = { fragment: `#${anchorOf(build)}`, height: 1240 };
  return [
    { ...shot, name: "report-build-light", colorScheme: "light", width: 1280 },
    { ...shot, name: "report-build-dark-phone", colorScheme: "dark", width: 390 },
  ];
}

const root = join(import.meta.dirname, "..");
const [resultPath = join(root, "out", "examples", "result.json"), historyPath] =
  process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "dlpu-screenshots-"));
try {
  const page = join(folder, "report.html");
  const result = await loadResult(resultPath);
  const history =
    historyPath === undefined ? [] : parseHistory(await readFile(historyPath, "utf8")).entries;
  await writeFile(page, renderHtmlReport(result, { baseline: baselineOf(result), history }));
  const browser = await launchChromium(findChromium() ?? installChromium());
  const shots = [...SHOTS, ...buildShots(result), ...(history.length === 0 ? [] : HISTORY_SHOTS)];
  for (const shot of shots) await takeShot(browser, pathToFileURL(page).href, shot);
  await browser.close();
} finally {
  await rm(folder, { recursive: true });
}

function baselineOf(result: Result): Baseline {
  const builds = result.builds.filter(({ model }) => !model.includes("detector"));
  const comparison = compareResults({ ...result, builds }, result);
  return { kind: "found", name: "3f1c9a0d5b7e".padEnd(40, "0"), comparison };
}

async function takeShot(browser: Browser, url: string, shot: Shot): Promise<void> {
  const { name, colorScheme, width, height, fragment = "" } = shot;
  const page = await browser.newPage({ colorScheme, viewport: { width, height } });
  await page.goto(url + fragment);
  await page.screenshot({ path: join(root, "docs", "images", `${name}.png`) });
  await page.close();
}

/** Debian's package, for want of a browser on this machine. */
function installChromium(): string {
  execFileSync("apt-get", ["install", "-y", "chromium"], { stdio: "inherit" });
  return "/usr/bin/chromium";
}
