import { splitCode } from "../../words/text.ts";

/**
 * Makes untrusted text safe inside markdown: no markup, HTML, table breaks, mentions, line ends or control characters.
 *
 * `a|b @me <b>` → `a\|b @\u200bme &lt;b&gt;`
 */
export function escapeMarkdown(text: string, maxLength = 200): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return short
    .replace(UNPRINTABLE, "\u{FFFD}")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]()#+!|~$]/g, "\\$&")
    .replace(/@/g, "@\u200b")
    .replace(/(https?|ftp):/gi, "$1\u200b:")
    .replace(/\bwww\./gi, "www\u200b.");
}

/** Text as inline code; back-ticks and line ends cannot leave it. */
export function inlineCode(text: string, maxLength = 200): string {
  const safe = text.slice(0, maxLength).replace(UNPRINTABLE, "\u{FFFD}").replace(/[`|]/g, "'");
  return `\`${safe}\``;
}

/** A sentence that may mark code with back-ticks, made as safe as other text; the code is inline code. */
export function renderProse(sentence: string, maxLength: number): string {
  const short = sentence.length > maxLength ? `${sentence.slice(0, maxLength - 1)}…` : sentence;
  return splitCode(short)
    .map(({ text, isCode }) => (isCode ? inlineCode : escapeMarkdown)(text, maxLength))
    .join("");
}

/** Bare addresses in angle brackets, which Markdown turns into links: for our own text alone. */
export function linkify(text: string): string {
  return text.replace(/https?:\/\/[^\s,;:)]+[^\s,;:).]/g, "<$&>");
}

/** A table; cells are markdown already. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [header, header.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Control characters, and the marks that reorder text on screen. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
