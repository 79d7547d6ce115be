import type { ModelConfig, TargetConfig } from "../../config/config.ts";
import { sha256 } from "../../io/hash.ts";
import type { Soc } from "../../result/soc.ts";
import type { DataHashes } from "../samples/data-hashes.ts";

/** Everything outside of the config that a build's bytes and numbers depend on. */
export interface BuildInputs extends DataHashes {
  /** `null` for a model that could not be read. */
  readonly modelSha256: string | null;
  /** SHA-256 over dlpu's own code and the locks of its worker. */
  readonly toolSha256: string;
  /** What identifies each soc's compiler, for socs that have one on this machine. */
  readonly compilers?: Readonly<Partial<Record<Soc, string>>>;
}

/** The key under which a finished build may be taken again: equal keys, equal builds. */
export function contentKeyOf(
  model: ModelConfig,
  target: TargetConfig,
  { compilers, ...inputs }: BuildInputs,
): string {
  return sha256(
    canonicalJson({
      ...inputs,
      model: model.shownPath,
      soc: target.soc,
      compiler: compilers?.[target.soc] ?? null,
      axisOs: target.axisOs ?? null,
      precision: target.precision ?? null,
      budgets: target.budgets,
      shapes: model.inputs,
      preprocess: model.preprocess,
      preprocessDeclared: model.preprocessDeclared,
      effort: model.effort,
      task: model.task ?? null,
      cut: model.cut,
    }),
  );
}

/** JSON with sorted keys, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
