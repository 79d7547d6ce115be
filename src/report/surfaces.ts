import type { Result } from "../result/result.ts";
import type { Past } from "./report.ts";
import { renderBadgeJson, renderBadgeSvg } from "./badge.ts";
import { renderHtmlReport } from "./html/page/page.ts";
import { renderJunit } from "./junit.ts";

/** What shows a result to people and to other programs, by file name; the markdown apart, which knows more than it. */
export const SURFACES: ReadonlyMap<string, Surface> = new Map<string, Surface>([
  ["report.html", renderHtmlReport],
  ["junit.xml", renderJunit],
  ["badge.json", renderBadgeJson],
  ["badge.svg", renderBadgeSvg],
]);

/** A surface shows the result; one that can also shows what it is compared with. */
type Surface = (result: Result, past?: Past) => string;
