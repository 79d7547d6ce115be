import { artpec7 } from "./artpec-7/target.ts";
import { artpec8 } from "./artpec-8/target.ts";
import { artpec9 } from "./artpec-9/target.ts";
import { cpu } from "./cpu/target.ts";
import { cv25 } from "./cv25/target.ts";
import { cv75 } from "./cv75/target.ts";
import type { CompiledFormat } from "../graph/recognize-model.ts";
import type { Soc } from "../result/soc.ts";
import type { Target } from "./target.ts";

/** Every soc that dlpu knows, in the order in which tables show them; `cpu` is any of them without its DLPU. */
export const TARGETS: readonly Target[] = [cpu, artpec7, artpec8, artpec9, cv25, cv75];

/** The names of all socs, in the catalogue's order. */
export const SOCS: readonly Soc[] = TARGETS.map(({ soc }) => soc);

/** Every format that a soc's compiler makes and that is no ordinary `.tflite`. */
export const COMPILED_FORMATS: readonly CompiledFormat[] = TARGETS.flatMap(
  ({ compiled }) => compiled ?? [],
);

/** The target of a soc that was parsed before. */
export function targetOf(soc: Soc): Target {
  const target = TARGETS.find((known) => known.soc === soc);
  if (target === undefined) throw new Error(`no target is called ${soc}`);
  return target;
}
