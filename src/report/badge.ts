import type { Result, Verdict } from "../result/result.ts";
import { countVerdicts } from "../result/verdict.ts";

/** What a badge says: the worst verdict decides its colour. */
interface Badge {
  readonly message: string;
  readonly worst: Verdict | undefined;
}

/**
 * Renders `badge.json` for shields' endpoint badge.
 *
 * Source: https://shields.io/badges/endpoint-badge (read 2026-11-22).
 */
export function renderBadgeJson(result: Result): string {
  const { message, worst } = badgeOf(result);
  const badge = {
    schemaVersion: 1,
    label: LABEL,
    message,
    color: worst === undefined ? "lightgrey" : COLOURS[worst],
    isError: worst === "failed" || worst === "errored",
  };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

/** Renders the same badge as a static SVG, in shields' flat form and without its service. */
export function renderBadgeSvg(result: Result): string {
  const { message, worst } = badgeOf(result);
  const colour = worst === undefined ? "#5f6670" : COLOURS[worst];
  const [left, right] = [widthOf(LABEL), widthOf(message)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${LABEL}: ${message}">
  <title>${LABEL}: ${message}</title>
  <clipPath id="round"><rect width="${left + right}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="${left}" height="20" fill="#3a4048"/>
    <rect x="${left}" width="${right}" height="20" fill="${colour}"/>
  </g>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
    <text x="${left / 2}" y="14" textLength="${left - PADDING}">${LABEL}</text>
    <text x="${left + right / 2}" y="14" textLength="${right - PADDING}">${message}</text>
  </g>
</svg>
`;
}

const LABEL = "dlpu";

/** White text has a contrast of 4.5:1 or more on each of them. */
const COLOURS: Readonly<Record<Verdict, string>> = {
  passed: "#1a7f42",
  warned: "#8f5a00",
  failed: "#b3201b",
  skipped: "#5f6670",
  errored: "#7d2a96",
};

/** A build that was not made is neither good nor bad, but a badge with one is not green. */
const WORST_FIRST = ["errored", "failed", "warned", "skipped", "passed"] as const;

function badgeOf({ builds }: Result): Badge {
  const counts = countVerdicts(builds).map(([verdict, count]) => `${count} ${verdict}`);
  return {
    message: counts.length === 0 ? "no builds" : counts.join(", "),
    worst: WORST_FIRST.find((wanted) => builds.some(({ verdict }) => verdict === wanted)),
  };
}

/** Left and right of a text together, in pixels. */
const PADDING = 12;

/** In pixels; `textLength` makes every font keep it. */
function widthOf(text: string): number {
  return Math.round(text.length * 6.6) + PADDING;
}
