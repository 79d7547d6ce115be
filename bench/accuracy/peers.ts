import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** Interpreters of the worker's two environments. */
export interface Pythons {
  readonly core: string;
  readonly tensorflow: string;
}

/** A float model with its calibration samples, as other tools take them. */
export interface PeerSource {
  readonly tflitePath: string;
  /** `undefined` where the model was no ONNX file. */
  readonly onnxPath: string | undefined;
  readonly inputName: string;
  readonly samplesDir: string;
  readonly folder: string;
}

/** What TensorFlow's converter makes with one scale a tensor; `undefined` where it crashes, as it may on YuNet. */
export async function quantizeByTensorflow(
  python: string,
  source: PeerSource,
): Promise<string | undefined> {
  const script = join(import.meta.dirname, "tensorflow_quantize.py");
  const target = join(source.folder, "tensorflow.tflite");
  await execa(python, [script, source.tflitePath, source.samplesDir, target], { reject: false });
  return existsSync(target) ? target : undefined;
}

/**
 * What `onnx2tf -oiqt -qt per-tensor` makes; `undefined` where there is no ONNX model.
 *
 * It ends with an error, because of its int16 file, after it has written the int8 one.
 */
export async function quantizeByOnnx2tf(
  python: string,
  source: PeerSource,
): Promise<string | undefined> {
  if (source.onnxPath === undefined) return undefined;
  const out = join(source.folder, "onnx2tf");
  const samples = join(source.samplesDir, "0.npy");
  const args = ["-m", "onnx2tf", "-i", source.onnxPath, "-oiqt", "-qt", "per-tensor", "-n"];
  const data = ["-cind", source.inputName, samples, "[[[[0,0,0]]]]", "[[[[1,1,1]]]]"];
  await execa(python, [...args, ...data, "-o", out], { reject: false, cwd: source.folder });
  const target = join(out, "float_integer_quant.tflite");
  if (existsSync(target)) return target;
  throw new Error(`onnx2tf wrote no int8 file for ${source.onnxPath}`);
}
