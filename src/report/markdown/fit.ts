/** How much of a report a text shows, from everything to a single line. */
export const SCOPES = ["all", "notable", "worst", "counts", "line"] as const;
export type Scope = (typeof SCOPES)[number];

/** Renders with the widest scope that stays within a limit in UTF-8 bytes; the last resort is cut. */
export function fitMarkdown(render: (scope: Scope) => string, limitBytes: number): string {
  for (const scope of SCOPES) {
    const text = render(scope);
    if (Buffer.byteLength(text) <= limitBytes) return text;
  }
  return Buffer.from(render("line"))
    .subarray(0, limitBytes)
    .toString("utf8")
    .replace(/\uFFFD$/, "");
}
