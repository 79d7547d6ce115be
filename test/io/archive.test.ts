import { execFileSync } from "node:child_process";
import { readdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EnvironmentError } from "../../src/errors.ts";
import { type ArchiveKind, findArchiveKind, unpack } from "../../src/io/archive.ts";
import { makeFolder } from "../temporary-folder.ts";
import { makeDeb, makeTar, makeTarGz, type TarEntry } from "./tar-builder.ts";

const BOUNDS = { maxBytes: 100_000, maxEntries: 20 };
const PROGRAM: readonly TarEntry[] = [
  { name: "./usr/bin/", type: "directory" },
  { name: "./usr/bin/compiler", mode: 0o4755, content: "#!/bin/sh\n" },
  { name: "./usr/bin/lib/libc++.so.1", mode: 0o644, content: "library" },
  { name: "./usr/bin/lib/libc++.so", type: "symlink", linkname: "libc++.so.1" },
];

/** Unpacks bytes into a new folder and lists what is in it. */
async function unpackBytes(
  bytes: Uint8Array,
  kind: ArchiveKind,
): Promise<AsyncDisposable & { path: string; out: string; names: () => Promise<string[]> }> {
  const place = await makeFolder({ archive: bytes, "out/.keep": "" });
  const out = join(place.path, "out");
  await unpack(join(place.path, "archive"), kind, out, BOUNDS);
  const names = async (): Promise<string[]> => (await readdir(out, { recursive: true })).sort();
  return { ...place, out, names };
}

function xz(bytes: Uint8Array): Buffer {
  return execFileSync("xz", ["-c"], { input: bytes });
}

test.each<[ArchiveKind, (tar: Buffer) => Buffer]>([
  ["tar", (tar) => tar],
  ["tar.gz", (tar) => gzipSync(tar)],
  ["tar.zst", (tar) => zstdCompressSync(tar)],
  ["tar.xz", xz],
  ["deb", (tar) => makeDeb("data.tar", tar)],
  ["deb", (tar) => makeDeb("data.tar.gz", gzipSync(tar))],
  ["deb", (tar) => makeDeb("data.tar.xz/", xz(tar))],
  ["deb", (tar) => makeDeb("data.tar.zst", zstdCompressSync(tar))],
])("unpacks a %s with its programs and links, without the setuid bit (%#)", async (kind, wrap) => {
  await using result = await unpackBytes(wrap(await makeTar(PROGRAM)), kind);
  expect(await result.names()).toEqual(
    [".keep", "usr", "usr/bin", "usr/bin/compiler", "usr/bin/lib"].concat([
      "usr/bin/lib/libc++.so",
      "usr/bin/lib/libc++.so.1",
    ]),
  );
  const program = join(result.out, "usr/bin/compiler");
  expect((await stat(program)).mode & 0o7777).toBe(0o755);
  expect(await readFile(program, "utf8")).toBe("#!/bin/sh\n");
  expect(await readlink(join(result.out, "usr/bin/lib/libc++.so"))).toBe("libc++.so.1");
});

const INNER: TarEntry = { name: "top/", type: "directory" };

test.each<[string, readonly TarEntry[]]>([
  ["climbs out by its name", [{ name: "../evil", content: "x" }]],
  ["climbs out in the middle of its name", [{ name: "a/../../evil", content: "x" }]],
  ["has an absolute name", [{ name: "/evil", content: "x" }]],
  ["has a name for Windows", [{ name: "..\\evil", content: "x" }]],
  ["is a link to outside", [{ name: "link", type: "symlink", linkname: "../.." }]],
  ["is a link to an absolute path", [{ name: "link", type: "symlink", linkname: "/etc" }]],
  [
    "is written through a link",
    [INNER, { name: "link", type: "symlink", linkname: "top" }, { name: "link/x", content: "x" }],
  ],
  [
    "replaces a link that stands in its place",
    [
      { name: "link", type: "symlink", linkname: "top" },
      { name: "link", content: "x" },
    ],
  ],
  [
    "is a link that leads out by way of another link",
    [
      INNER,
      { name: "d1/d2/short", type: "symlink", linkname: "../../top" },
      { name: "out", type: "symlink", linkname: "d1/d2/short/../.." },
    ],
  ],
])("refuses an archive with an entry that %s", async (_, entries) => {
  await using place = await makeFolder({ "a.tar": await makeTar(entries), "in/out/.keep": "" });
  const unpacking = unpack(join(place.path, "a.tar"), "tar", join(place.path, "in/out"), BOUNDS);
  await expect(unpacking).rejects.toThrow(/leads out of the folder/);
  expect(await readdir(join(place.path, "in"))).toEqual(["out"]);
});

test.each<[string, readonly TarEntry[], RegExp]>([
  ["too many bytes", [{ name: "big", content: "0".repeat(200_000) }], /more than 100000 bytes/],
  [
    "too many entries",
    Array.from({ length: 21 }, (_, index) => ({ name: `f${index}`, content: "" })),
    /more than 20 entries/,
  ],
  ["a device", [{ name: "null", type: "character-device" }], /is a character-device entry/],
  ["a hard link", [{ name: "x", type: "link", linkname: "y" }], /is a link entry/],
  [
    "the same file twice",
    [
      { name: "x", content: "1" },
      { name: "x", content: "2" },
    ],
    /EEXIST/,
  ],
])("refuses an archive with %s", async (_, entries, reason) => {
  await expect(unpackBytes(await makeTarGz(entries), "tar.gz")).rejects.toThrow(reason);
});

test("refuses a compression bomb after the bound, not after its end", async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  const started = performance.now();
  await expect(unpackBytes(bomb, "tar.gz")).rejects.toThrow(/more than 100000 bytes|Invalid tar/);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test("a truncated, damaged or mistaken archive is refused with a reason and never hangs", async () => {
  const archives: [ArchiveKind, Buffer][] = [
    ["tar.gz", await makeTarGz(PROGRAM)],
    ["tar.xz", xz(await makeTar(PROGRAM))],
    ["deb", makeDeb("data.tar.gz", await makeTarGz(PROGRAM))],
  ];
  await using place = await makeFolder();
  const property = fc.asyncProperty(
    fc.constantFrom(...archives),
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
    fc.boolean(),
    async ([kind, good], position, flip, cut) => {
      const at = position % good.length;
      const bytes = cut ? good.subarray(0, at) : Buffer.from(good);
      if (!cut) bytes[at] = (bytes[at] ?? 0) ^ flip;
      const path = join(place.path, "archive");
      await writeFile(path, bytes);
      await using out = await makeFolder();
      await unpack(path, kind, out.path, BOUNDS).catch((error: unknown) => {
        expect(error).toBeInstanceOf(EnvironmentError);
      });
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

test.each([
  ["edgetpu-compiler_16.0_amd64_3ccd.deb", "deb"],
  ["cnngen.tgz", "tar.gz"],
  ["CNNGEN.TAR.XZ", "tar.xz"],
  ["cnngen.zip", undefined],
])("tells from the name what kind of archive %s is", (name, kind) => {
  expect(findArchiveKind(name)).toBe(kind);
});
