import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

import { showVariant } from "./names.ts";

/**
 * The line, from 1, on which a `dlpu.yml` names a model by its path, or by its path and name where several entries do;
 * `undefined` where a glob or nothing names it.
 */
export function findModelLine(text: string, model: string): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const models = document.get("models");
  if (!isSeq(models)) return undefined;
  for (const item of models.items) {
    const path = isMap(item) ? item.get("path", true) : item;
    if (!isScalar(path)) continue;
    const name = isMap(item) ? item.get("name") : undefined;
    const shown = String(path.value);
    if (shown !== model && showVariant(shown, String(name)) !== model) continue;
    const start = path.range?.[0];
    return start === undefined ? undefined : lines.linePos(start).line;
  }
  return undefined;
}
