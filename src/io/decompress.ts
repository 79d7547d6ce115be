import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import xz from "xz-decompress";

/** A stream's decompressed content; `compression` as in the name of a tar file: `gz`, `xz`, `zst`, or `none`. */
export function decompress(stream: Readable, compression: string): Readable {
  const open = DECOMPRESSORS.get(compression);
  if (open === undefined) throw new Error(`compression ${JSON.stringify(compression)} is unknown`);
  return open(stream);
}

const DECOMPRESSORS: ReadonlyMap<string, (stream: Readable) => Readable> = new Map([
  ["none", (stream: Readable) => stream],
  ["gz", (stream: Readable) => passErrors(stream, zlib.createGunzip())],
  ["zst", decompressZstd],
  ["xz", decompressXz],
]);

function decompressZstd(stream: Readable): Readable {
  if ("createZstdDecompress" in zlib) return passErrors(stream, zlib.createZstdDecompress());
  throw new Error("Zstandard needs Node 22.15 or newer");
}

function decompressXz(stream: Readable): Readable {
  // The two declarations of one standard class differ in details that no one uses here.
  const compressed = Readable.toWeb(stream) as ConstructorParameters<typeof xz.XzReadableStream>[0];
  return Readable.from(new xz.XzReadableStream(compressed));
}

/** `pipe` forwards the data alone; an error of the source must end the target too. */
function passErrors<T extends NodeJS.WritableStream & Readable>(source: Readable, target: T): T {
  source.on("error", (error) => target.destroy(error));
  return source.pipe(target);
}
