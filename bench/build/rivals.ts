import { join } from "node:path";

/** A plain tool called by hand, in an environment of its own. */
export interface Rival {
  readonly name: string;
  /** What dlpu does for this list of targets is the same job. */
  readonly job: "float" | "int8";
  /** The name of its environment in `ENVIRONMENTS`. */
  readonly environment: keyof typeof ENVIRONMENTS;
  /** Which models it takes, by the end of their names. */
  readonly takes: string;
  readonly command: (call: RivalCall) => readonly string[];
}

/** One conversion: absolute paths. */
export interface RivalCall {
  readonly bin: string;
  readonly model: string;
  readonly input: string;
  readonly calibration: string;
  readonly out: string;
}

/** What each environment is installed from, at the versions that dlpu pins too. */
export const ENVIRONMENTS = {
  onnx2tf: ["onnx2tf==2.6.9"],
  tensorflow: ["tensorflow==2.21.0", "tf-keras==2.21.0"],
} as const;

export const RIVALS: readonly Rival[] = [
  {
    name: "onnx2tf, float",
    job: "float",
    environment: "onnx2tf",
    takes: ".onnx",
    command: ({ bin, model, out }) => [
      join(bin, "onnx2tf"),
      "-n",
      "-b",
      "1",
      "-i",
      model,
      "-o",
      out,
    ],
  },
  {
    name: "onnx2tf, int8 per-tensor",
    job: "int8",
    environment: "onnx2tf",
    takes: ".onnx",
    command: ({ bin, model, input, calibration, out }) => [
      ...[join(bin, "onnx2tf"), "-n", "-b", "1", "-i", model, "-o", out],
      ...["-oiqt", "-qt", "per-tensor", "-iqd", "uint8", "-oqd", "uint8"],
      ...["-cind", input, calibration, "[[[[0,0,0]]]]", "[[[[1,1,1]]]]"],
    ],
  },
  {
    name: "TensorFlow's converter, int8 per-tensor",
    job: "int8",
    environment: "tensorflow",
    takes: ".h5",
    command: ({ bin, model, calibration, out }) => [
      join(bin, "python"),
      join(import.meta.dirname, "convert_with_tensorflow.py"),
      ...[model, calibration, join(out, "model.tflite")],
    ],
  },
];
