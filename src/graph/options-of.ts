import type { Operator } from "./graph.ts";
import type { Activation, OptionsByKind, OptionsKind } from "./operator-options.ts";

/**
 * The operator's options if they are of this kind.
 *
 * A file may lack the table or carry that of another operator; TFLite then runs with zeros, so a rule should say so.
 */
export function optionsOf<K extends OptionsKind>(
  operator: Operator,
  kind: K,
): OptionsByKind[K] | undefined {
  const { options } = operator;
  // `options.kind === kind` picks the one member of the union that has the fields of `K`.
  return options.kind === kind ? (options as unknown as OptionsByKind[K]) : undefined;
}

/** The activation that the operator applies to its result; `NONE` for operators that have no such option. */
export function fusedActivationOf(operator: Operator): Activation {
  return "fusedActivation" in operator.options ? operator.options.fusedActivation : "NONE";
}
