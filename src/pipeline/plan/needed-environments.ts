import type { Config, ModelConfig } from "../../config/config.ts";
import { targetOf } from "../../targets/catalogue.ts";
import type { WorkerEnvironmentName } from "../../toolchain/worker-environment.ts";

/** The worker's environments that a config's models will use, as far as their names tell. */
export function neededEnvironments({ models }: Pick<Config, "models">): WorkerEnvironmentName[] {
  return models.some(needsTensorflow) ? ["core", "tensorflow"] : ["core"];
}

/** ONNX never does, a `.tflite` only on its way to ONNX, Keras and SavedModel always. */
function needsTensorflow({ path, targets }: ModelConfig): boolean {
  if (/\.onnx$/i.test(path)) return false;
  if (/\.tflite$/i.test(path)) return targets.some(({ soc }) => targetOf(soc).form === "onnx");
  return true;
}
