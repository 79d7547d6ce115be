import { compare, renderComparison } from "../../commands/compare.ts";
import { print } from "./print.ts";

export async function runCompareCommand(
  base: string,
  head: string,
  { json }: { json: boolean },
): Promise<void> {
  const comparison = await compare(base, head);
  print(`${json ? JSON.stringify(comparison, null, 2) : renderComparison(comparison, base)}\n`);
}
