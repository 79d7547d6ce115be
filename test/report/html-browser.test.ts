import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, launchChromium } from "../../scripts/launch-chromium.ts";
import { compareResults } from "../../src/report/compare.ts";
import { entryOf } from "../../src/report/history/history.ts";
import { renderHtmlReport } from "../../src/report/html/page/page.ts";
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

/** Each build at a size of its own; one was smaller before. */
const HISTORY = ["1", "2"].map((digit) => {
  const builds = RESULT.builds.map((build, index) => {
    const size = [9 * 1024, 1024, 1024 ** 2, 36 * 1024][index] ?? 0;
    const sizeBytes = digit === "1" && index === 3 ? 1024 : size;
    return { ...build, files: build.files.map((file) => ({ ...file, sizeBytes })) };
  });
  const date = `2026-11-0${digit}T12:00:00Z`;
  return entryOf(sampleResult(...builds), { commit: digit.repeat(40), date });
});

const BASELINE = {
  kind: "found",
  name: "b".repeat(40),
  comparison: compareResults(sampleResult(sampleBuild({ verdict: "warned" })), RESULT),
} as const;

describe.skipIf(chromium === undefined)("in Chromium (skipped where there is none)", () => {
  let folder = "";
  let url = "";
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dlpu-page-"));
    const path = join(folder, "report.html");
    await writeFile(path, renderHtmlReport(RESULT, { history: HISTORY, baseline: BASELINE }));
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

  test("a click on a column's header sorts a table by it, up and then down", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const history = page.getByRole("group", { name: "History of each build" });
    const size = () => history.locator("tbody tr td:nth-child(3) .key-number").allTextContents();
    await history.getByRole("button", { name: "Size" }).click();
    expect(await size()).toEqual(["1.0 KiB", "9.0 KiB", "36.0 KiB, was 1.0 KiB", "1.0 MiB"]);
    await history.getByRole("button", { name: "Size" }).press("Enter");
    expect((await size())[0]).toBe("1.0 MiB");
    expect(
      await history.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort"),
    ).toBe("descending");
    await page.close();
  });

  test("pointing at a placement strip tells the operator and why it leaves the DLPU", async () => {
    const page = await browser.newPage();
    await page.goto(`${url}#artpec-9/digits`);
    const strip = page.getByRole("img", { name: "1 of 2 operators on the DLPU" });
    const box = await strip.boundingBox();
    await strip.hover({ position: { x: (box?.width ?? 0) * 0.75, y: 5 } });
    const section = page.locator("section", { has: strip }).last();
    expect(await section.locator(".pointed").textContent()).toBe("#1 MEAN on the CPU: AX-OP-912");
    await strip.hover({ position: { x: 5, y: 5 } });
    expect(await section.locator(".pointed").textContent()).toBe("#0 on the DLPU");
    await page.close();
  });

  test("the bars of a strip have their colours in both of its places", async () => {
    const page = await browser.newPage();
    await page.goto(`${url}#artpec-9/digits`);
    await page.screenshot(); // Styles of the copies are computed when they are drawn.
    const colours = await page.evaluate(
      "[...document.querySelectorAll('path.dlpu')].map((path) => getComputedStyle(path).fill)",
    );
    expect(new Set(colours as string[])).not.toContain("rgb(0, 0, 0)");
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
