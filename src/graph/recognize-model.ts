import { isTflite } from "./tflite/parse-tflite.ts";
import { listZipNames } from "./zip-names.ts";

/** What kind of model a file is, by its content. */
export type ModelFileKind = "tflite" | "onnx" | "h5" | "keras";

/** Bytes that stand at fixed places of every file of a format. */
export type Signature = readonly { readonly offset: number; readonly values: readonly number[] }[];

/** The file that a vendor's compiler makes for a chip, known by its first bytes and not read any further. */
export interface CompiledFormat {
  /** As JSON names it: `ambarella-cv25`. */
  readonly kind: string;
  readonly vendor: string;
  readonly chip: string;
  readonly signature: Signature;
}

/**
 * Recognises a model file by its first bytes, or as one of the formats that compilers make; `undefined` when it is none.
 *
 * ONNX has no magic number: its first field, the IR version, is a small number.
 */
export function recognizeModel(
  bytes: Uint8Array,
  compiled: readonly CompiledFormat[],
): ModelFileKind | CompiledFormat | undefined {
  if (isTflite(bytes)) return "tflite";
  if (begins(bytes, HDF5)) return "h5";
  const format = compiled.find(({ signature }) => begins(bytes, signature));
  if (format !== undefined) return format;
  if (isKerasArchive(bytes)) return "keras";
  return isOnnxStart(bytes) ? "onnx" : undefined;
}

/** True for the small text file that stands for a file that Git LFS did not download. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  const start = "version https://git-lfs.github.com/spec/v1";
  return new TextDecoder("latin1").decode(bytes.subarray(0, start.length)) === start;
}

function begins(bytes: Uint8Array, signature: Signature): boolean {
  return signature.every(({ offset, values }) =>
    values.every((value, at) => bytes[offset + at] === value),
  );
}

const HDF5: Signature = [{ offset: 0, values: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] }];

/** A `.keras` file is a zip archive, from its first byte on, with the model's `config.json`. */
function isKerasArchive(bytes: Uint8Array): boolean {
  const isZip = [0x50, 0x4b, 0x03, 0x04].every((value, at) => bytes[at] === value);
  return isZip && listZipNames(bytes).includes("config.json");
}

/** Field 1 as a varint below 128, then another field that `ModelProto` has. */
function isOnnxStart(bytes: Uint8Array): boolean {
  const [tag, version = 0, next = 0] = bytes;
  const fieldNumber = next >> 3;
  return tag === 0x08 && version > 0 && version < 0x80 && fieldNumber >= 2 && fieldNumber <= 8;
}
