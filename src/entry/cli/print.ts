/** Writes what a command was asked for; everything else goes through the log to stderr. */
export function print(text: string): void {
  process.stdout.write(text);
}
