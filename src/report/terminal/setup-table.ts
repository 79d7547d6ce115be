import type { PreparedTool, SetupReport } from "../../commands/setup.ts";

const SYMBOLS: Readonly<Record<PreparedTool["outcome"], string>> = {
  ready: "✅",
  installed: "✅",
  "to install": "⏳",
  absent: "⏭️",
  failed: "❌",
};

/** Renders how a set-up ended, a tool a line, with what to do below it. */
export function renderSetup({ tools, cacheFolder }: SetupReport): string {
  return `${[...tools.flatMap(renderSetupLines), `Cache: ${cacheFolder}`].join("\n")}\n`;
}

/** Renders how one tool stands. */
export function renderSetupLines(tool: PreparedTool): string[] {
  const { outcome, title, version, detail, remedy, seconds } = tool;
  const time = outcome === "installed" ? ` in ${seconds.toFixed(1)} s` : "";
  const text = `${SYMBOLS[outcome]} ${title} (${version}): ${outcome}${time}, ${detail}`;
  return remedy === "" ? [text] : [text, `   ${remedy}`];
}
