import type { Operator } from "../graph/graph.ts";
import { oncePerObject } from "./once-per-object.ts";
import { TFLITE_OPERATOR_VERSIONS } from "./tflite-operator-versions.ts";

/** Code of the rule for operators, versions and options that no rule of dlpu can judge. */
export const UNKNOWN_OPERATOR_CODE = "AX-OP-004";

/** What dlpu does not know about a TFLite operator; `undefined` if it knows name, version, options and dtypes. */
export const findUnknown = oncePerObject((operator: Operator): string | undefined => {
  if (operator.name.startsWith("UNKNOWN(")) return "operator code unknown to dlpu";
  const newest = NEWEST_VERSIONS.get(operator.name);
  if (newest !== undefined && operator.version > newest) {
    return `version ${operator.version} unknown to dlpu (newest known: ${newest})`;
  }
  const option = Object.entries(operator.options).find(([, value]) => value === "UNKNOWN");
  if (option !== undefined) return `value of option ${option[0]} unknown to dlpu`;
  const operands = [...operator.inputs, ...operator.outputs];
  return operands.some((tensor) => tensor?.dtype === "unknown")
    ? "element type unknown to dlpu"
    : undefined;
});

const NEWEST_VERSIONS: ReadonlyMap<string, number> = new Map(
  Object.entries(TFLITE_OPERATOR_VERSIONS).map(([name, versions]) => [
    name,
    Math.max(...Object.keys(versions).map(Number)),
  ]),
);
