import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import type { Result } from "../src/pipeline/result.ts";
import { renderHtmlReport } from "../src/report/html/page.ts";
import { findChromium, launchChromium } from "./launch-chromium.ts";

/** Takes the pictures of the report page in docs/images/, of the example's result unless another is named. */
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
  ...buildShots("artpec-9/digits-onnx"),
  { name: "report-phone", colorScheme: "light", width: 390, height: 1240 },
];

function buildShots(anchor: string): readonly Shot[] {
  const build = { fragment: `#${anchor}`, height: 1240 };
  return [
    { ...build, name: "report-build-light", colorScheme: "light", width: 1280 },
    { ...build, name: "report-build-dark-phone", colorScheme: "dark", width: 390 },
  ];
}

const root = join(import.meta.dirname, "..");
const resultPath = process.argv[2] ?? join(root, "out", "examples", "result.json");
const folder = await mkdtemp(join(tmpdir(), "dlpu-screenshots-"));
try {
  const page = join(folder, "report.html");
  // Our own file, written a moment ago by `dlpu build`.
  const result = JSON.parse(await readFile(resultPath, "utf8")) as Result;
  await writeFile(page, renderHtmlReport(result));
  const browser = await launchChromium(findChromium() ?? installChromium());
  for (const shot of SHOTS) await takeShot(browser, pathToFileURL(page).href, shot);
  await browser.close();
} finally {
  await rm(folder, { recursive: true });
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
