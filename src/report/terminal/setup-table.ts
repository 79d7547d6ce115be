import type { ToolState } from "../../toolchain/catalogue/tool.ts";

/** How a tool stands, and how long it took to see to it. */
export type PreparedTool = ToolState & { readonly seconds: number };

/** What a set-up found and did, a tool a line. */
export interface SetupReport {
  readonly schemaVersion: 1;
  readonly cacheFolder: string;
  readonly tools: readonly PreparedTool[];
}

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
