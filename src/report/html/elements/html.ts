import { printable, splitCode } from "../../../words/text.ts";

/** Markup that is safe to put into a page as it is; only `html` and `trusted` make it. */
export interface Html {
  readonly [SAFE]: string;
}

type Part = Html | string | number | undefined | readonly Html[];

const SAFE = Symbol("safe markup");

/** Longer text from a model or repository is cut: a page is no place for a name of a megabyte. */
const MAX_TEXT = 1000;

/** Between the lines of a template; a page needs none of it. */
const INDENTATION = /\s*\n\s*/g;

/** Space before and after the tags of elements that begin a line of their own means nothing; `pre` is none of them. */
const AROUND_BLOCKS =
  /\s*(<\/?(?:div|section|table|thead|tbody|tr|th|td|ul|li|dl|dt|dd|details|summary|h[1-5]|p|option)(?: [^>]*)?>)\s*/g;

/**
 * A template whose values are text unless they are markup themselves, in elements and in quoted attributes alike.
 *
 * `` html`<b title="${name}">${name}</b>` `` shows any name as it is written, `<script>` and `"` included.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const raw = strings.map((text) => text.replace(INDENTATION, "\n"));
  return trusted(String.raw({ raw }, ...parts.map(markupOf)));
}

/** A sentence that may mark code with back-ticks. */
export function renderProse(sentence: string): readonly Html[] {
  return splitCode(sentence).map(({ text, isCode }) =>
    isCode ? html`<code>${text}</code>` : html`${text}`,
  );
}

/** Takes constant markup, such as the page's own style, as it is. Never for anything that came from outside. */
export function trusted(markup: string): Html {
  return { [SAFE]: markup };
}

/** The markup as a string, for the end of the way: without the line ends that no reader sees. */
export function renderMarkup(part: Html): string {
  return part[SAFE].replace(AROUND_BLOCKS, "$1");
}

/** Text of an element or of an attribute in double quotes; what would steer the page or reorder its text becomes visible. */
export function escapeHtml(text: string): string {
  return printable(shorten(text)).replace(
    /[&<>"]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if (SAFE in part) return part[SAFE];
  return part.map((item) => item[SAFE]).join("");
}

function shorten(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}… (${text.length} characters)`;
}
