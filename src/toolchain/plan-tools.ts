import { TARGETS, targetOf } from "../targets/catalogue.ts";
import type { Soc } from "../result/soc.ts";
import type { CompilerFacts } from "../targets/target.ts";
import type { SetupTool } from "./catalogue/tool.ts";
import type { CompilerId } from "../targets/compiler-id.ts";

/** What builds for these socs need; TensorFlow only where models are Keras or SavedModel. */
export function planTools(
  socs: readonly Soc[],
  { tensorflow }: { readonly tensorflow: boolean },
): SetupTool[] {
  return ["core", ...(tensorflow ? (["tensorflow"] as const) : []), ...planCompilers(socs)];
}

/** The vendors' compilers of these socs, each once. */
export function planCompilers(socs: readonly Soc[]): CompilerId[] {
  return [...new Set(socs.flatMap((soc) => targetOf(soc).compiler?.tool ?? []))];
}

/** What the targets know about a compiler. */
export function getCompilerFacts(id: CompilerId): CompilerFacts {
  const facts = TARGETS.map(({ compiler }) => compiler).find((compiler) => compiler?.tool === id);
  if (facts === undefined) throw new Error(`no target uses ${id}`);
  return facts;
}
