import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

/** The line, from 1, on which a `dlpu.yml` names a model by its path; `undefined` where a glob or nothing names it. */
export function findModelLine(text: string, model: string): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const models = document.get("models");
  if (!isSeq(models)) return undefined;
  for (const item of models.items) {
    const path = isMap(item) ? item.get("path", true) : item;
    if (!isScalar(path) || path.value !== model) continue;
    const start = path.range?.[0];
    return start === undefined ? undefined : lines.linePos(start).line;
  }
  return undefined;
}
