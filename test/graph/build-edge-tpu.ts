import { buildFlatbuffer } from "./build-tflite.ts";

/** The opaque settings of an `edgetpu-custom-op`: a package as a string in a FlexBuffer map. */
export function buildEdgeTpuProgram(parts: {
  readonly minRuntimeVersion: number;
  readonly executables: readonly { readonly type: number; readonly parameterBytes: number }[];
}): Uint8Array {
  const executables = parts.executables.map(({ type, parameterBytes }) =>
    buildFlatbuffer(
      {
        4: { int32: 256 },
        6: { bytes: new Uint8Array(parameterBytes) },
        10: { text: "beagle" },
        13: { int16: type },
      },
      "DWN1",
    ),
  );
  const multi = buildFlatbuffer({ 0: { byteVectors: executables } }, "DWN1");
  const package_ = buildFlatbuffer(
    {
      0: { int32: parts.minRuntimeVersion },
      1: { bytes: multi },
      4: { text: "16.0.384591198" },
    },
    "DWN1",
  );
  // The map's key comes before the string, its offsets after it.
  return Uint8Array.from([0x34, 0, ...package_, 0, 1, 4, 1]);
}
