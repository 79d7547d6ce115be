import type { Result } from "../pipeline/result.ts";
import { renderBadgeJson, renderBadgeSvg } from "./badge.ts";
import { renderHtmlReport } from "./html/page.ts";
import { renderJunit } from "./junit.ts";

/** What shows a result to people and to other programs, by file name; the markdown apart, which knows more than it. */
export const SURFACES: ReadonlyMap<string, (result: Result) => string> = new Map([
  ["report.html", renderHtmlReport],
  ["junit.xml", renderJunit],
  ["badge.json", renderBadgeJson],
  ["badge.svg", renderBadgeSvg],
]);
