/** Where a run tells a person what it does; never mixed with a result on stdout. */
export interface Log {
  /** One finished thing: a line that stays. */
  readonly line: (text: string) => void;
  /** What is going on right now; replaced by the next one, and not shown where lines cannot be replaced. */
  readonly status: (text: string) => void;
  /** Removes the last status. */
  readonly close: () => void;
}

/** A log on stderr: a live status line on a terminal, quiet lines elsewhere. */
export function openLog(stream: NodeJS.WriteStream = process.stderr): Log {
  const clear = stream.isTTY ? "\r\u001b[2K" : "";
  const width = (): number => Math.max(20, stream.columns || 80) - 1;
  return {
    line: (text) => stream.write(`${clear}${printable(text)}\n`),
    status: (text) => stream.isTTY && stream.write(`${clear}${printable(text).slice(0, width())}`),
    close: () => stream.write(clear),
  };
}

/** Names from models and repositories must not drive the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\u{FFFD}");
}
