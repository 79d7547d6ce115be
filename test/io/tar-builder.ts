import { gzipSync } from "node:zlib";
import { buffer } from "node:stream/consumers";
import type { Headers } from "tar-stream";
import { pack } from "tar-stream";

/** An entry of a hand-built tar file: its header, and its content where it is a file. */
export type TarEntry = Headers & { readonly content?: string | Uint8Array };

/** A tar file with the entries as given, however hostile. */
export async function makeTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) tar.entry(header);
    else tar.entry(header, Buffer.from(content));
  }
  tar.finalize();
  return await buffer(tar);
}

export async function makeTarGz(entries: readonly TarEntry[]): Promise<Buffer> {
  return gzipSync(await makeTar(entries));
}

/** A Debian package whose `data.tar.*` has these bytes. */
export function makeDeb(dataName: string, data: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from("!<arch>\n"),
    member("debian-binary", Buffer.from("2.0\n")),
    member("control.tar.gz", Buffer.from("odd")),
    member(dataName, data),
  ]);
}

function member(name: string, content: Uint8Array): Buffer {
  const header = `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}${String(content.length).padEnd(10)}\`\n`;
  return Buffer.concat([
    Buffer.from(header),
    content,
    Buffer.from("\n".repeat(content.length % 2)),
  ]);
}
