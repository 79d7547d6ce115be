import type { ModelConfig } from "../src/config/config.ts";
import { preprocessSchema } from "../src/config/schema.ts";

/** A model as a configuration with nothing but its path describes it. */
export const sampleModelConfig: ModelConfig = {
  name: "a",
  path: "/somewhere/a.onnx",
  shownPath: "a.onnx",
  targets: [],
  inputs: {},
  preprocess: preprocessSchema.parse({}),
  preprocessDeclared: false,
  effort: "fast",
  calibration: undefined,
  evaluation: undefined,
  task: { kind: "classification" },
  cut: "none",
};
