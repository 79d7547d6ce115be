/** Bytes of the end record without its comment, and the longest that comment may be. */
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const ENTRY_BYTES = 46;

/**
 * Names of the files in a zip archive, as its central directory lists them; empty for anything else.
 *
 * Layout: PKWARE APPNOTE.TXT 4.3.12 and 4.3.16 (read 2026-11-22). Archives above 4 GiB (zip64) give no names.
 */
export function listZipNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  if (end === undefined) return [];
  const names: string[] = [];
  let at = view.getUint32(end + 16, true);
  while (at + ENTRY_BYTES <= end && view.getUint32(at, true) === 0x02014b50) {
    const nameBytes = view.getUint16(at + 28, true);
    const restBytes = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const name = bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    names.push(new TextDecoder().decode(name));
    at += ENTRY_BYTES + nameBytes + restBytes;
  }
  return names;
}

function findEndRecord(view: DataView): number | undefined {
  const last = view.byteLength - END_RECORD_BYTES;
  const first = Math.max(last - MAX_COMMENT_BYTES, 0);
  for (let at = last; at >= first; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return undefined;
}
