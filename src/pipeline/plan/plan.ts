import type { Budgets } from "../../config/budgets.ts";
import type { ModelConfig, TargetConfig } from "../../config/config.ts";
import { targetOf } from "../../targets/catalogue.ts";
import type { Device } from "../../result/device.ts";
import type { Precision } from "../../result/precision.ts";
import type { Target } from "../../targets/target.ts";
import type { BuildInputs } from "./content-key.ts";
import { contentKeyOf } from "./content-key.ts";
import type { SourceKind } from "../import/source.ts";

/** One build to be made: which form of the model, at which precision, under which key. */
export interface BuildPlan {
  readonly target: Target;
  /** The oldest AXIS OS that the artifact must run on, when the user named one. */
  readonly axisOs: string | undefined;
  /** `as given` for a file that came quantized and is only checked. */
  readonly precision: Precision | "as given";
  readonly budgets: Budgets;
  readonly contentKey: string;
  readonly devices: readonly Device[];
}

/** Plans the builds of one model, which may be unreadable: what each target's data and the user's choice make of this kind of source. */
export function planBuilds(
  model: ModelConfig,
  kind: SourceKind | undefined,
  inputs: BuildInputs,
): BuildPlan[] {
  return model.targets.map((config) => ({
    target: targetOf(config.soc),
    axisOs: config.axisOs,
    precision: isGiven(kind, config) ? "as given" : precisionOf(config),
    budgets: config.budgets,
    contentKey: contentKeyOf(model, config, inputs),
    devices: config.devices,
  }));
}

/** A quantized file is taken as it is where its format is the target's own. */
function isGiven(kind: SourceKind | undefined, { soc }: TargetConfig): boolean {
  return kind === "tflite-integer" && targetOf(soc).form === "tflite";
}

function precisionOf({ soc, precision }: TargetConfig): Precision {
  return precision ?? targetOf(soc).precisions[0];
}
