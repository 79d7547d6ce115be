import type { SetupReport } from "../../commands/setup.ts";

type SetupLine = SetupReport["tools"][number];

const SYMBOLS: Readonly<Record<SetupLine["outcome"], string>> = {
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
export function renderSetupLines(line: SetupLine): string[] {
  const { outcome, title, version, detail, remedy, seconds } = line;
  const time = outcome === "installed" ? ` in ${seconds.toFixed(1)} s` : "";
  const text = `${SYMBOLS[outcome]} ${title} (${version}): ${outcome}${time}, ${detail}`;
  return remedy === "" ? [text] : [text, `   ${remedy}`];
}
