/**
 * Text from a model made safe to print: control characters (ANSI escapes begin with one), line breaks and
 * bidirectional overrides become visible escapes, such as `\u{1b}`.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Breaks text at spaces into lines of at most `width` characters; a longer word stands alone, cut into pieces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((whole) => cut(whole, width))) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A word in pieces that fit the width. */
function cut(word: string, width: number): readonly string[] {
  return word.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [word];
}

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
