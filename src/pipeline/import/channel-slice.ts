/** The tensor whose channels a name of `cut` takes: `head` of `head[0:4]`; the name itself where it takes no part. */
export function withoutSlice(name: string): string {
  return name.replace(/(?<=.)\[\d+:\d+\]$/u, "");
}
