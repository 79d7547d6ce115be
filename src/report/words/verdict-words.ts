import type { Verdict } from "../../result/result.ts";

/** The symbol that goes with each verdict's word; never shown without the word. */
export const VERDICT_SYMBOLS: Readonly<Record<Verdict, string>> = {
  passed: "✅",
  warned: "⚠️",
  failed: "❌",
  skipped: "⏭️",
  errored: "💥",
};
