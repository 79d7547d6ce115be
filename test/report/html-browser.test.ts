import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, launchChromium } from "../../scripts/launch-chromium.ts";
import { renderHtmlReport } from "../../src/report/html/page.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const chromium = findChromium();

const FINDING = {
  code: "AX-OP-912",
  severity: "warning",
  subject: { operator: 1, name: "MEAN" },
  evidence: "#1 MEAN: 4×4",
  remedy: "Choose an input size that ends in 7×7.",
  source: "https://example.com/rules (read 2026-11-22)",
} as const;

const RESULT = sampleResult(
  sampleBuild({ soc: "cpu", contract: null, fidelity: null }),
  sampleBuild({
    soc: "artpec-9",
    verdict: "warned",
    findings: [FINDING],
    operators: [
      { index: 0, name: "CONV_2D", placement: "dlpu", reasons: [] },
      { index: 1, name: "MEAN", placement: "cpu", reasons: ["AX-OP-912"] },
    ],
  }),
  sampleBuild({ soc: "cv25", verdict: "skipped", reason: "CNNGen did not run", operators: [] }),
  sampleBuild({
    model: "models/other.onnx",
    name: "other",
    verdict: "failed",
    findings: [{ ...FINDING, severity: "error" }],
  }),
);

describe.skipIf(chromium === undefined)("in Chromium (skipped where there is none)", () => {
  let folder = "";
  let url = "";
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dlpu-page-"));
    const path = join(folder, "report.html");
    await writeFile(path, renderHtmlReport(RESULT));
    url = pathToFileURL(path).href;
    browser = await launchChromium(chromium ?? "");
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  test("the page opens from disk without a console message or a request", async () => {
    const page = await browser.newPage();
    const events: string[] = [];
    page.on("console", (message) => events.push(message.text()));
    page.on("pageerror", (error) => events.push(error.message));
    page.on("request", (request) => events.push(request.url()));
    await page.goto(url);
    await page.getByRole("link", { name: "warned" }).click();
    expect(events).toEqual([url]);
    await page.close();
  });

  test("the main facts are found by role and name", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await expectVisible(page, "heading", "Builds for Axis cameras");
    await expectVisible(page, "columnheader", "ARTPEC-9");
    await expectVisible(page, "rowheader", "models/other.onnx");
    await page.getByRole("link", { name: "warned" }).click();
    await expectVisible(page, "img", "1 of 2 operators on the DLPU; on the CPU: #1 MEAN");
    await page.close();
  });

  test("a link to a build opens it, and a build opens without scripts too", async () => {
    const page = await browser.newPage();
    await page.goto(`${url}#cv25/digits`);
    expect(await page.getByText("CNNGen did not run").isVisible()).toBe(true);
    await page.close();

    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(url);
    expect(await plain.getByRole("form").isVisible()).toBe(false);
    await plain.locator("summary", { hasText: "CV25" }).click();
    expect(await plain.getByText("CNNGen did not run").isVisible()).toBe(true);
    await plain.close();
  });

  test("filtering hides the builds that are not wanted and says how many are left", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole("combobox", { name: "Verdict" }).selectOption("failed");
    expect(await page.locator(".build:visible").count()).toBe(1);
    expect(await page.getByRole("status").textContent()).toBe("1 of 4 builds");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByRole("searchbox").fill("mean");
    expect(await page.locator(".build:visible").count()).toBe(2);
    await page.close();
  });

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
    ["dark", 390],
  ] as const)(
    "axe finds no violation in the %s scheme at %i pixels",
    async (colorScheme, width) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 900 },
        bypassCSP: true, // for axe's own script
      });
      const page = await context.newPage();
      await page.goto(url);
      await page.evaluate(
        "for (const details of document.querySelectorAll('details')) details.open = true",
      );
      await page.evaluate(
        await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
      );
      const violations = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id }) => id))",
      );
      expect(violations).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await context.close();
    },
    30_000,
  );
});

async function expectVisible(
  page: Page,
  role: "heading" | "columnheader" | "rowheader" | "img" | "cell",
  name: string,
): Promise<void> {
  expect(await page.getByRole(role, { name }).first().isVisible(), `${role} ${name}`).toBe(true);
}
