import type { CompiledFormat } from "../graph/recognize-model.ts";
import type { Rule } from "./rule.ts";

/** The file that a soc's compiler makes, with what is to be said of it to someone who checks it. */
export interface CompiledFile extends CompiledFormat {
  /** Of a file for this soc. */
  readonly own: Rule;
  /** Of a file for another soc. */
  readonly foreign: Rule;
}
