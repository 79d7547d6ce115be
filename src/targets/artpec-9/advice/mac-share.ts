import { type OperatorNote, listOperators, subjectOf } from "../../../check/evidence.ts";
import type { Violation } from "../../../check/rule.ts";
import type { Operator } from "../../../graph/graph.ts";
import { countTotalMacs } from "../../../graph/macs.ts";

/** An operator that advice names, and the operators whose work would change if it were followed. */
export interface AdviceNote extends OperatorNote {
  /** The operator itself if absent. */
  readonly affected?: readonly Operator[];
}

/** One violation for all notes, with the share of the model's multiply-accumulates, so that a reader knows its worth. */
export function adviceOf(
  notes: readonly AdviceNote[],
  operators: readonly Operator[],
): readonly Violation[] {
  const [first] = notes;
  if (first === undefined) return [];
  const affected = new Set(notes.flatMap(({ operator, affected }) => affected ?? [operator]));
  const evidence = `${renderShare([...affected], operators)}: ${listOperators(notes)}`;
  return [{ subject: subjectOf(first.operator), evidence }];
}

function renderShare(part: readonly Operator[], whole: readonly Operator[]): string {
  const [macs, total] = [countTotalMacs(part), countTotalMacs(whole)];
  if (macs === undefined || total === undefined) return "unknown share of MACs";
  if (total === 0) return "model without MACs";
  const percent = (100 * macs) / total;
  return `${percent > 0 && percent < 1 ? "below 1" : Math.round(percent)} % of MACs`;
}
