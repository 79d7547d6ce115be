import { stringify } from "yaml";
import { CACHE_MODES, HISTORY_MODES } from "../src/github/run/action-inputs.ts";
import { COMMENT_MODES } from "../src/report/markdown/plan-comment.ts";
import { FAIL_ON } from "../src/report/report.ts";
import type { ActionFile } from "./action-files.ts";

/** Renders an action's `action-types.yml`, as https://github.com/typesafegithub/github-actions-typing reads it (2026-11-22). */
export function renderTypes({ inputs, outputs }: ActionFile): string {
  const types = {
    inputs: mapNames(inputs, (name) => INPUT_TYPES[name] ?? { type: "string" }),
    outputs: mapNames(outputs, (name) => OUTPUT_TYPES[name] ?? { type: "string" }),
  };
  return stringify(types, { aliasDuplicateObjects: false });
}

function mapNames(
  names: Readonly<Record<string, unknown>>,
  typeOf: (name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, typeOf(name)]));
}

const STRING_LIST = { type: "list", separator: ",", "list-item": { type: "string" } };

const INPUT_TYPES: Readonly<Record<string, unknown>> = {
  models: STRING_LIST,
  soc: STRING_LIST,
  results: STRING_LIST,
  "fail-on": { type: "enum", "allowed-values": [...FAIL_ON] },
  comment: { type: "enum", "allowed-values": [...COMMENT_MODES] },
  history: { type: "enum", "allowed-values": [...HISTORY_MODES] },
  cache: { type: "enum", "allowed-values": [...CACHE_MODES] },
  "retention-days": { type: "integer" },
  jobs: { type: "integer" },
  "matrix-jobs": { type: "integer" },
};

const OUTPUT_TYPES: Readonly<Record<string, unknown>> = {
  "cache-hit": { type: "boolean" },
  count: { type: "integer" },
};
