/** Marks text for a terminal, or leaves it as it is. */
export type Paint = Readonly<
  Record<"bold" | "dim" | "red" | "green" | "yellow", (text: string) => string>
>;

/** ANSI colours, or none for logs and files. */
export function painter(colour: boolean): Paint {
  const mark = (code: number) => (text: string) =>
    colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { bold: mark(1), dim: mark(2), red: mark(31), green: mark(32), yellow: mark(33) };
}
