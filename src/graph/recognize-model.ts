import { isTflite } from "./tflite/parse-tflite.ts";
import { listZipNames } from "./zip-names.ts";

/** What kind of model a file is, by its content. */
export type ModelFileKind =
  "tflite" | "onnx" | "h5" | "keras" | "ambarella-cv25" | "ambarella-cv75";

/**
 * Recognises a model file by its first bytes; `undefined` when it is none that dlpu knows.
 *
 * ONNX has no magic number: its first field, the IR version, is a small number.
 */
export function recognizeModel(bytes: Uint8Array): ModelFileKind | undefined {
  if (isTflite(bytes)) return "tflite";
  const signature = SIGNATURES.find(({ parts }) =>
    parts.every(({ offset, values }) => values.every((value, at) => bytes[offset + at] === value)),
  );
  if (signature !== undefined) return signature.kind;
  if (isKerasArchive(bytes)) return "keras";
  return isOnnxStart(bytes) ? "onnx" : undefined;
}

/** True for the small text file that stands for a file that Git LFS did not download. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  const start = "version https://git-lfs.github.com/spec/v1";
  return new TextDecoder("latin1").decode(bytes.subarray(0, start.length)) === start;
}

interface Signature {
  readonly kind: ModelFileKind;
  readonly parts: readonly { readonly offset: number; readonly values: readonly number[] }[];
}

/**
 * The Ambarella magics are those of the files that Axis ships (AxisCommunications/axis-model-zoo, read 2026-11-22):
 * there is no public description of the format.
 */
const SIGNATURES: readonly Signature[] = [
  { kind: "h5", parts: [{ offset: 0, values: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] }] },
  { kind: "ambarella-cv25", parts: [{ offset: 0, values: [0x08, 0x00, 0x02, 0x02] }] },
  {
    kind: "ambarella-cv75",
    parts: [
      { offset: 0, values: [0x03, 0x00, 0x03, 0x00] },
      { offset: 8, values: [0xef, 0xbe, 0xed, 0xfe] },
    ],
  },
];

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
