import type { Rule } from "../check/rule.ts";
import { TARGETS } from "./catalogue.ts";

/** Every target's rules. One code is one rule: targets differ in its severity at most. */
export const RULES_BY_CODE: ReadonlyMap<string, Rule> = new Map(
  TARGETS.flatMap(({ rules }) => rules.map((rule) => [rule.code, rule])),
);
