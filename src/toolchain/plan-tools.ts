import { TARGETS } from "../targets/catalogue.ts";
import type { Soc } from "../targets/soc.ts";
import type { CompilerFacts } from "../targets/target.ts";
import type { CompilerId, SetupTool } from "./catalogue/tool.ts";

/** What builds for these socs need; TensorFlow only where models are Keras or SavedModel. */
export function planTools(
  socs: readonly Soc[],
  { tensorflow }: { readonly tensorflow: boolean },
): SetupTool[] {
  return ["core", ...(tensorflow ? (["tensorflow"] as const) : []), ...planCompilers(socs)];
}

/** The vendors' compilers of these socs, each once. */
export function planCompilers(socs: readonly Soc[]): CompilerId[] {
  return [...new Set(socs.flatMap((soc) => TARGETS[soc].compiler?.tool ?? []))];
}

/** What the targets know about a compiler. */
export function getCompilerFacts(id: CompilerId): CompilerFacts {
  const facts = Object.values(TARGETS)
    .map(({ compiler }) => compiler)
    .find((compiler) => compiler?.tool === id);
  if (facts === undefined) throw new Error(`no target uses ${id}`);
  return facts;
}
