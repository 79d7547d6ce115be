import type { ConstantData } from "../data-type.ts";
import type { FlatFile, FlatTable } from "../flatbuffer/flat-table.ts";
import { BUFFER, MODEL } from "./schema.ts";

/**
 * The model's buffers as views of the file; `undefined` for an empty one, which marks a computed tensor.
 *
 * From 256 KiB on, LiteRT's tools write the bytes after the flatbuffer and note their offset and size: these are
 * `external`.
 */
export function parseBuffers(model: FlatTable): (ConstantData | undefined)[] {
  return model.tables(MODEL.buffers).map(parseBuffer);
}

/** Bytes of the file after the flatbuffer, bounds checked. `place` names who refers to them. */
export function viewAfterFlatbuffer(
  file: FlatFile,
  offsetBytes: number,
  sizeBytes: number,
  fail: (reason: string) => never,
): Uint8Array {
  if (offsetBytes + sizeBytes > file.bytes.length) {
    fail(
      `its ${sizeBytes} bytes from byte ${offsetBytes} on leave the file of ${file.bytes.length} bytes`,
    );
  }
  return file.bytes.subarray(offsetBytes, offsetBytes + sizeBytes);
}

/** Offsets 0 and 1 are the schema's words for "not used" and "to be filled in". */
export function isUsedOffset(offsetBytes: number): boolean {
  return offsetBytes > 1;
}

function parseBuffer(buffer: FlatTable, bufferIndex: number): ConstantData | undefined {
  const offset = buffer.uint64(BUFFER.offset);
  if (isUsedOffset(offset)) {
    const size = buffer.uint64(BUFFER.size);
    const fail = (reason: string): never => buffer.fail(BUFFER.offset.name, reason);
    const bytes = viewAfterFlatbuffer(buffer.file, offset, size, fail);
    return { bytes, bufferIndex, external: true };
  }
  const bytes = buffer.bytes(BUFFER.data);
  if (bytes === undefined || bytes.length === 0) return undefined;
  return { bytes, bufferIndex, external: false };
}
