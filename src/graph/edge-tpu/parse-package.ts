import { ByteBuffer } from "flatbuffers";
import { fieldsOf, FlatTable } from "../flatbuffer/flat-table.ts";
import { ModelParseError } from "../model-parse-error.ts";

/** What an Edge TPU compiler put into an `edgetpu-custom-op`. */
export interface EdgeTpuPackage {
  /** Oldest Edge TPU runtime that loads the package. */
  readonly minRuntimeVersion: number;
  readonly compilerVersion: string;
  readonly executables: readonly EdgeTpuExecutable[];
  /** Parameters kept in the Edge TPU's own memory: the sum over the `PARAMETER_CACHING` executables. */
  readonly cachedParameterBytes: number;
  /** Parameters sent anew for each inference: the sum over all other executables. */
  readonly streamedParameterBytes: number;
}

export interface EdgeTpuExecutable {
  readonly type: "STAND_ALONE" | "PARAMETER_CACHING" | "EXECUTION_ONLY" | "UNKNOWN";
  readonly chip: string;
  readonly parameterBytes: number;
  readonly scratchBytes: number;
}

/**
 * Reads the first package of an `edgetpu-custom-op`'s opaque settings.
 *
 * These are a FlexBuffer map, in which the package is a string; it is found by its identifier `DWN1`.
 * Layout: google-coral/libedgetpu `executable/executable.fbs` and `tflite/custom_op_data.cc` (read 2026-11-22).
 *
 * @throws ModelParseError when there is no package or it is damaged.
 */
export function parseEdgeTpuPackage(program: Uint8Array, fileName: string): EdgeTpuPackage {
  const start = findIdentifier(program) - IDENTIFIER_OFFSET;
  if (start < 0) {
    throw new ModelParseError(fileName, "edgetpu-custom-op", "it holds no Edge TPU package");
  }
  const root = openRoot(program.subarray(start), `${fileName} (edgetpu-custom-op)`);
  const multi = root.bytes(PACKAGE.serialized_multi_executable);
  const executables = multi === undefined ? [] : parseExecutables(multi, root.file.name);
  const isCaching = ({ type }: EdgeTpuExecutable): boolean => type === "PARAMETER_CACHING";
  return {
    minRuntimeVersion: root.int32(PACKAGE.min_runtime_version),
    compilerVersion: root.text(PACKAGE.compiler_version),
    executables,
    cachedParameterBytes: sumParameters(executables.filter(isCaching)),
    streamedParameterBytes: sumParameters(executables.filter((one) => !isCaching(one))),
  };
}

/** A flatbuffer's identifier follows the offset of its root table. */
const IDENTIFIER_OFFSET = 4;
const IDENTIFIER = [0x44, 0x57, 0x4e, 0x31];

const PACKAGE = fieldsOf([
  "min_runtime_version",
  "serialized_multi_executable",
  "signature",
  "keypair_version",
  "compiler_version",
]);
const MULTI_EXECUTABLE = fieldsOf(["serialized_executables"]);
const EXECUTABLE = fieldsOf([
  "version",
  "name",
  "serialized_model",
  "batch_size",
  "scratch_size_bytes",
  "instruction_bitstreams",
  "parameters",
  "dma_hints",
  "input_layers",
  "output_layers",
  "chip",
  "estimated_cycles",
  "used_narrow_memory_bytes_per_tile",
  "type",
]);
const TYPES = ["STAND_ALONE", "PARAMETER_CACHING", "EXECUTION_ONLY"] as const;

function findIdentifier(bytes: Uint8Array): number {
  const isAt = (start: number): boolean =>
    IDENTIFIER.every((value, offset) => bytes[start + offset] === value);
  let at = bytes.indexOf(0x44);
  while (at >= 0 && !isAt(at)) at = bytes.indexOf(0x44, at + 1);
  return at;
}

function openRoot(bytes: Uint8Array, name: string): FlatTable {
  const remainingBudget = 8 * bytes.length + 65_536;
  return FlatTable.root({ name, bytes, buffer: new ByteBuffer(bytes), remainingBudget });
}

function parseExecutables(multi: Uint8Array, name: string): EdgeTpuExecutable[] {
  return openRoot(multi, name)
    .byteVectors(MULTI_EXECUTABLE.serialized_executables)
    .map((bytes) => parseExecutable(openRoot(bytes, name)));
}

function parseExecutable(table: FlatTable): EdgeTpuExecutable {
  return {
    type: TYPES[table.int16(EXECUTABLE.type)] ?? "UNKNOWN",
    chip: table.text(EXECUTABLE.chip),
    parameterBytes: table.bytes(EXECUTABLE.parameters)?.length ?? 0,
    scratchBytes: table.int32(EXECUTABLE.scratch_size_bytes),
  };
}

function sumParameters(executables: readonly EdgeTpuExecutable[]): number {
  return executables.reduce((sum, { parameterBytes }) => sum + parameterBytes, 0);
}
