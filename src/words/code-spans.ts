/** A stretch of a sentence: prose, or code that stood between back-ticks. */
export interface Span {
  readonly text: string;
  readonly isCode: boolean;
}

/** Divides a sentence at its code, which remedies mark with back-ticks; a back-tick without a partner stays prose. */
export function splitCode(sentence: string): readonly Span[] {
  return sentence
    .split(/(`[^`\n]+`)/)
    .filter((text) => text !== "")
    .map((text) =>
      /^`[^`]+`$/.test(text) ? { text: text.slice(1, -1), isCode: true } : { text, isCode: false },
    );
}
