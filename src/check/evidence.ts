import type { Operator, Tensor } from "../graph/graph.ts";
import type { Subject } from "../result/finding.ts";
import type { Violation } from "./rule.ts";

/** An operator and what is to be said of it; an empty note only names it. */
export interface OperatorNote {
  readonly operator: Operator;
  readonly note: string;
}

/** Operators named one by one before the rest is only counted. */
const MAX_NAMED = 5;
/** A name in a model can be megabytes long. */
const MAX_NAME_LENGTH = 60;

/** One violation for all operators that break a rule, none for none. The first is its subject. */
export function violationOf(notes: readonly OperatorNote[]): readonly Violation[] {
  const [first] = notes;
  if (first === undefined) return [];
  return [{ subject: subjectOf(first.operator), evidence: listOperators(notes) }];
}

/** How the tensors that break a rule are shown. */
export interface TensorViolationOptions {
  /** What to say of each; its shape and element type by default. */
  readonly describe?: (tensor: Tensor) => string;
  /** The violation is a warning where this holds for each of them. */
  readonly isMild?: (tensor: Tensor) => boolean;
}

/** One violation for all tensors that break a rule, none for none. The first is its subject. */
export function violationOfTensors(
  tensors: readonly Tensor[],
  { describe = describeForm, isMild = () => false }: TensorViolationOptions = {},
): readonly Violation[] {
  // The worst cases come first: only a few are named.
  const ranked = [...tensors].sort((a, b) => Number(isMild(a)) - Number(isMild(b)));
  const [first] = ranked;
  if (first === undefined) return [];
  const evidence = ranked.map((tensor) => `${quoteName(tensor.name)}: ${describe(tensor)}`);
  const violation = { subject: tensorSubject(first), evidence: listSome(evidence) };
  return [tensors.every(isMild) ? { ...violation, severity: "warning" } : violation];
}

/** Names the operators with their notes: `#3 CONV_2D "block/conv": kernel 6×6; …; and 12 more`. */
export function listOperators(notes: readonly OperatorNote[]): string {
  return listSome(notes.map(({ operator, note }) => nameWithNote(operator, note)));
}

/** Joins the first few items with semicolons and counts the rest. */
export function listSome(items: readonly string[]): string {
  const named = items.slice(0, MAX_NAMED);
  const left = items.length - named.length;
  return [...named, ...(left > 0 ? [`and ${left} more`] : [])].join("; ");
}

/** `MUL ×18, LOGISTIC ×9`, most frequent first. */
export function countNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ×${count}`)
    .join(", ");
}

/** An operator as a reader finds it in the file: `#3 CONV_2D "block/conv"`, with the name of its first output. */
export function nameOf(operator: Operator): string {
  const [output] = operator.outputs;
  const label = `#${operator.index} ${typeOf(operator)}`;
  return output === undefined ? label : `${label} ${quoteName(output.name)}`;
}

/**
 * A name from the file, shortened; still untrusted: renderers escape it.
 *
 * TFLite joins the names of fused layers: `conv/Relu6;conv/BiasAdd` is shown as `conv/Relu6;…`.
 */
export function quoteName(name: string): string {
  const first = name.slice(0, name.indexOf(";") + 1);
  const shown = first.length > 1 ? first : name;
  const short = shown.slice(0, MAX_NAME_LENGTH);
  return `"${short}${short.length < name.length ? "…" : ""}"`;
}

/** The operator as a finding's subject. */
export function subjectOf(operator: Operator): Subject {
  return { operator: operator.index, name: operator.customName ?? operator.name };
}

/** The tensor as a finding's subject. */
export function tensorSubject(tensor: Tensor): Subject {
  return { tensor: tensor.index, name: tensor.name };
}

/** Sizes as `1×224×224×3`, with `?` for one that is not known. */
export function renderShape(tensor: Tensor): string {
  if (tensor.shape === undefined) return "unknown shape";
  if (tensor.shape.length === 0) return "scalar";
  return tensor.shape
    .map((size, axis) => ((tensor.shapeSignature?.[axis] ?? 0) < 0 ? "?" : (size ?? "?")))
    .join("×");
}

function describeForm(tensor: Tensor): string {
  return `${renderShape(tensor)} ${tensor.dtype}`;
}

function nameWithNote(operator: Operator, note: string): string {
  return note === "" ? nameOf(operator) : `${nameOf(operator)}: ${note}`;
}

function typeOf(operator: Operator): string {
  return operator.customName === undefined
    ? operator.name
    : `${operator.name}(${quoteName(operator.customName)})`;
}
