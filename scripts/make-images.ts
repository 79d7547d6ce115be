import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { marked } from "marked";
import { loadResult } from "../src/commands/result-file.ts";
import { renderComment } from "../src/report/markdown/comment.ts";
import { compareResults } from "../src/report/compare.ts";
import { renderJobSummary } from "../src/report/markdown/job-summary.ts";
import type { Report } from "../src/report/report.ts";
import { ROOT } from "./action-files.ts";

/** The symbols in colour, which a machine without such a font would not show. */
const SYMBOLS = join(ROOT, "node_modules", "@discordapp", "twemoji", "dist", "svg");

/** Close to how GitHub shows markdown. */
const STYLE = `
  body { margin: 16px; background: #fff; color: #1f2328; font: 14px/1.5 system-ui, "Noto Sans", "Noto Color Emoji", sans-serif }
  article { border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px }
  h1, h2 { border-bottom: 1px solid #d1d9e0b3; padding-bottom: .3em }
  table { border-collapse: collapse; margin: 0 0 16px }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left }
  tr:nth-child(2n) td { background: #f6f8fa }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font-size: 85% }
  a { color: #0969da } details { margin-bottom: 16px }`;

/**
 * Draws docs/images/ from a real result: `node scripts/make-images.ts out/examples/result.json`, with Chromium.
 *
 * The base that the pictures compare with is the same repository before its detector was added.
 */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("Name the result.json of the examples.");
const result = await loadResult(path);
const base = {
  ...result,
  builds: result.builds.filter(({ model }) => !model.includes("detector")),
};
const report: Report = {
  result,
  missing: [],
  baseline: {
    kind: "found",
    name: "3f1c9a0d5b7e".padEnd(40, "0"),
    comparison: compareResults(base, result),
  },
  history: [],
  artifacts: [],
  run: { url: "https://github.com/", commit: "8d2e6b41c07f".padEnd(40, "0") },
};
await draw("comment.png", renderComment(report, "dlpu"), 900);
await draw("summary.png", renderJobSummary(report, "all"), 1100);

async function draw(name: string, markdown: string, width: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-image-"));
  try {
    const page = join(folder, "page.html");
    await writeFile(page, await renderPage(markdown));
    const height = await measureHeight(page, width);
    const target = join(ROOT, "docs", "images", name);
    await chromium([
      `--screenshot=${target}`,
      `--window-size=${width},${height}`,
      `file://${page}`,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The page writes its own height into its title, which the dumped document then has. */
async function measureHeight(page: string, width: number): Promise<number> {
  const { stdout } = await chromium(["--dump-dom", `--window-size=${width},800`, `file://${page}`]);
  return Math.min(1_500, Number(/<title>(\d+)<\/title>/.exec(stdout)?.[1] ?? 800));
}

function chromium(args: readonly string[]) {
  const quiet = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--virtual-time-budget=5000",
  ];
  return execa("chromium", [...quiet, ...args], { timeout: 60_000 });
}

async function renderPage(markdown: string): Promise<string> {
  const html = await marked.parse(markdown, { gfm: true });
  const body = html.replaceAll(/\p{Extended_Pictographic}\ufe0f?/gu, drawSymbol);
  return `<!doctype html><meta charset="utf-8"><title></title><style>${STYLE}</style>
<article>${body}</article>
<script>document.title = String(Math.ceil(document.querySelector("article").getBoundingClientRect().bottom) + 16)</script>`;
}

function drawSymbol(symbol: string): string {
  const name = (symbol.codePointAt(0) ?? 0).toString(16);
  return `<img height="16" style="vertical-align: -2px" src="file://${join(SYMBOLS, name)}.svg">`;
}
