import { printable } from "../words/text.ts";

/** Where a run tells a person what it does; never mixed with a result on stdout. */
export interface Log {
  /** One finished thing: a line that stays. */
  readonly line: (text: string) => void;
  /** What is going on right now; replaced by the next one, and not shown where lines cannot be replaced. */
  readonly status: (text: string) => void;
  /** Removes the last status. */
  readonly close: () => void;
}

/** A log on stderr: a live status line on a terminal, quiet lines elsewhere; text from models cannot drive the terminal. */
export function openLog(stream: NodeJS.WriteStream = process.stderr): Log {
  const clear = stream.isTTY ? "\r\u001b[2K" : "";
  const width = (): number => Math.max(20, stream.columns || 80) - 1;
  return {
    line: (text) => stream.write(`${clear}${printable(text)}\n`),
    status: (text) => stream.isTTY && stream.write(`${clear}${printable(text).slice(0, width())}`),
    close: () => stream.write(clear),
  };
}
