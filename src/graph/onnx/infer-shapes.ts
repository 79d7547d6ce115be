import type { Operator, Tensor } from "../graph.ts";
import { inferDataType } from "./infer-data-types.ts";
import { KnownValues } from "./known-values.ts";
import type { DraftTensor } from "./scope.ts";
import { LAYOUT_RULES } from "./shape-rules-layout.ts";
import { MATH_RULES } from "./shape-rules-math.ts";
import { WINDOW_RULES } from "./shape-rules-window.ts";
import type { Shape, ShapeRule } from "./shape-rule.ts";

const RULES: ReadonlyMap<string, ShapeRule> = new Map([
  ...WINDOW_RULES,
  ...LAYOUT_RULES,
  ...MATH_RULES,
]);

/** Ranks beyond this only occur in damaged files, and would let shapes grow from operator to operator. */
const MAX_RANK = 16;

/**
 * Fills in the shapes and element types that the file leaves out, in execution order.
 *
 * What the file says is never changed, and what no rule knows stays unknown. Rules follow the operator
 * specifications: https://onnx.ai/onnx/operators/ (read 2026-11-22).
 */
export function inferShapes(
  operators: readonly Operator[],
  findDraft: (tensor: Tensor) => DraftTensor | undefined,
): void {
  const known = new KnownValues();
  for (const operator of operators) {
    if (operator.domain !== "") continue;
    const rule = RULES.get(operator.name);
    const shapes = rule?.(operator, known) ?? [];
    for (const [position, output] of operator.outputs.entries()) {
      const draft = output && findDraft(output);
      if (draft === undefined) continue;
      if (draft.dtype === "unknown") {
        draft.dtype = inferDataType(operator, position, rule !== undefined);
      }
      completeShape(draft, shapes[position]);
    }
    known.learn(operator);
  }
}

function completeShape(draft: DraftTensor, shape: Shape | undefined): void {
  if (draft.shape !== undefined || shape === undefined || shape.length > MAX_RANK) return;
  draft.shape = shape;
  draft.shapeSource = "inferred";
}
