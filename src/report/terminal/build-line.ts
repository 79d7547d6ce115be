import type { BuildResult } from "../../result/result.ts";
import { keyNumberOf } from "../words/key-number.ts";
import { VERDICT_SYMBOLS } from "../words/verdict-words.ts";

/** A build in a line of a log: verdict, soc, model, and what is to be known of it. */
export function renderBuildLine(build: BuildResult, more: readonly string[] = []): string {
  const { verdict, soc, model } = build;
  const facts = [keyNumberOf(build) ?? [], build.reason ?? [], more].flat();
  return `${VERDICT_SYMBOLS[verdict]} ${verdict.padEnd(7)} ${soc.padEnd(8)} ${model}  ${facts.join(", ")}`.trimEnd();
}
