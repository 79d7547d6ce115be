import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { decompress } from "./decompress.ts";

const MAGIC = "!<arch>\n";
const HEADER_BYTES = 60;
/** `debian-binary`, `control.tar.*`, `data.tar.*`, and room for a signature or two. */
const MOST_MEMBERS = 8;

/**
 * The installed files of a Debian package, as a tar stream.
 *
 * The format is `ar` with three members: https://manpages.debian.org/deb.5 (read 2026-11-22).
 */
export async function openDebData(path: string): Promise<Readable> {
  const { name, startByte, sizeBytes } = await readDataMember(path);
  const end = startByte + sizeBytes - 1;
  const compression = name === "data.tar" ? "none" : name.slice("data.tar.".length);
  // Nothing may be awaited from here on: who reads the stream must be there before its first error.
  return decompress(createReadStream(path, { start: startByte, end }), compression);
}

async function readDataMember(path: string): Promise<Member> {
  const file = await open(path);
  try {
    return await findDataMember(file);
  } finally {
    await file.close();
  }
}

interface Member {
  readonly name: string;
  readonly startByte: number;
  readonly sizeBytes: number;
}

async function findDataMember(file: FileHandle): Promise<Member> {
  const { size } = await file.stat();
  if ((await readText(file, 0, MAGIC.length)) !== MAGIC) throw new Error("it is no Debian package");
  let position = MAGIC.length;
  for (let index = 0; index < MOST_MEMBERS; index += 1) {
    const member = parseHeader(await readText(file, position, HEADER_BYTES), position);
    if (member.startByte + member.sizeBytes > size) throw new Error("it is cut off");
    if (/^data\.tar(\.|$)/.test(member.name)) return member;
    position = member.startByte + member.sizeBytes + (member.sizeBytes % 2);
  }
  throw new Error("it has no data.tar");
}

/** 60 bytes of text: name (16), time (12), owner (6), group (6), mode (8), size (10), and a mark. */
function parseHeader(header: string, position: number): Member {
  const size = header.slice(48, 58).trim();
  if (header.length < HEADER_BYTES || !header.endsWith("`\n") || !/^\d+$/.test(size)) {
    throw new Error(`it has no ar header at byte ${position}`);
  }
  return {
    name: header.slice(0, 16).trimEnd().replace(/\/$/, ""),
    startByte: position + HEADER_BYTES,
    sizeBytes: Number(size),
  };
}

async function readText(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("latin1", 0, bytesRead);
}
