import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** A Python package as its maker would publish it: `name-version-py3-none-any.whl` with the given modules. */
export function makeWheel(
  name: string,
  version: string,
  modules: Readonly<Record<string, string>>,
): Buffer {
  const info = `${name}-${version}.dist-info`;
  const files = {
    ...modules,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]:
      "Wheel-Version: 1.0\nGenerator: dlpu tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  };
  const lines = Object.entries(files).map(([path, text]) => {
    const hash = createHash("sha256").update(text).digest("base64url");
    return `${path},sha256=${hash},${Buffer.byteLength(text)}\n`;
  });
  const record = `${info}/RECORD`;
  return makeZip({ ...files, [record]: `${lines.join("")}${record},,\n` });
}

/** A zip file without compression: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3, read 2026-11-22). */
function makeZip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let position = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const path = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x21, 8); // The first day that a zip file knows.
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), facts, path, content);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(position, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), facts, tail, path);
    position += 4 + facts.length + path.length + content.length;
  }
  const entries = Object.keys(files).length;
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries, 4);
  end.writeUInt16LE(entries, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(position, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from("PK\x05\x06"), end]);
}
