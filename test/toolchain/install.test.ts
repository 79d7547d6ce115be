import { spawn } from "node:child_process";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CompilerSource } from "../../src/toolchain/catalogue/compiler-source.ts";
import { ensureCompilerArchive } from "../../src/toolchain/compiler-archive.ts";
import { findCompiler } from "../../src/toolchain/compiler.ts";
import { findDamage } from "../../src/toolchain/manifest.ts";
import { sha256 } from "../../src/io/hash.ts";
import { getCompilerFacts } from "../../src/toolchain/plan-tools.ts";
import { makeFolder } from "../temporary-folder.ts";
import { type Answer, inTurn, refuse, serve, startFileServer, truncate } from "./file-server.ts";
import { makeStandInArchive, sourceFor } from "./stand-in-archive.ts";

/** Starts an installation in a process of its own. */
function startInstall(
  cacheFolder: string,
  source: CompilerSource,
): { output: Promise<string>; kill: () => void } {
  const script = join(import.meta.dirname, "install-compiler.ts");
  const child = spawn(process.execPath, [script, cacheFolder, JSON.stringify(source)]);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const output = new Promise<string>((resolve) =>
    child.on("close", () => {
      resolve(text);
    }),
  );
  return { output, kill: () => child.kill("SIGKILL") };
}

/** The names beside an installation: itself, its mark, and whatever should not be there. */
async function listPlace(folder: string): Promise<string[]> {
  return (await readdir(join(folder, ".."))).sort();
}

const ONE_GOOD_COPY = [process.arch, `${process.arch}.complete`];

test("30 of 30 processes that install into one cache at once succeed, and one copy is there", async () => {
  const archive = await makeStandInArchive();
  await using server = await startFileServer({ "/compiler.tar.gz": serve(archive) });
  await using cache = await makeFolder();
  const source = sourceFor(`${server.url}/compiler.tar.gz`, archive);
  const runs = Array.from({ length: 30 }, () => startInstall(cache.path, source).output);
  const outputs = await Promise.all(runs);
  expect(outputs.filter((output) => /^(installed|reused) \//.test(output))).toHaveLength(30);
  expect(outputs.filter((output) => output.startsWith("installed"))).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
  const folder = /\/\S+/.exec(outputs[0] ?? "")?.[0] ?? "";
  expect(await findDamage(folder, "hashes")).toBeUndefined();
  expect(await listPlace(folder)).toEqual(ONE_GOOD_COPY);
});

test("a process killed at any moment leaves a cache that the next run repairs", async () => {
  const archive = await makeStandInArchive();
  await using server = await startFileServer({ "/compiler.tar.gz": serve(archive) });
  await using cache = await makeFolder();
  const source = sourceFor(`${server.url}/compiler.tar.gz`, archive);
  const installed = join(cache.path, "edgetpu-compiler", versionOf(source), process.arch);
  for (const delayMs of [0, 60, 120, 180, 240, 300, 360, 420, 480, 600]) {
    // Only what is finished goes, so that what killed processes left behind piles up.
    await rm(installed, { recursive: true, force: true });
    const run = startInstall(cache.path, source);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    run.kill();
    await run.output;
  }
  const { folder } = await ensureCompilerArchive("edgetpu-compiler", source, cache.path, {});
  expect(folder).toBe(installed);
  expect(await findDamage(folder, "hashes")).toBeUndefined();
  expect(await listPlace(folder)).toEqual(ONE_GOOD_COPY);
});

function versionOf(source: CompilerSource): string {
  return source.kind === "url" ? source.sha256.slice(0, 16) : "";
}

test.each([
  ["changed", (file: string) => writeFile(file, "#!/bin/sh\necho stand-IN\n")],
  ["removed", (file: string) => rm(file)],
])("a tool of which a file was %s is repaired before it is used again", async (_, damage) => {
  const archive = await makeStandInArchive();
  await using server = await startFileServer({ "/compiler.tar.gz": serve(archive) });
  await using cache = await makeFolder();
  const source = sourceFor(`${server.url}/compiler.tar.gz`, archive);
  const install = (): ReturnType<typeof ensureCompilerArchive> =>
    ensureCompilerArchive("edgetpu-compiler", source, cache.path, {});
  const first = await install();
  expect(await install()).toEqual({ folder: first.folder, reused: true });
  await damage(join(first.folder, "usr/bin/edgetpu_compiler"));
  expect(await install()).toEqual({ folder: first.folder, reused: false });
  expect(await findDamage(first.folder, "hashes")).toBeUndefined();
  expect(await listPlace(first.folder)).toEqual(ONE_GOOD_COPY);
  expect(server.requests).toHaveLength(1);
});

test("the mirror is asked before the address itself, and the address where the mirror has nothing", async () => {
  const archive = await makeStandInArchive();
  await using mirror = await startFileServer({
    "/kept/compiler.tar.gz": inTurn(refuse(403), serve(archive)),
  });
  await using origin = await startFileServer({ "/a/compiler.tar.gz": serve(archive) });
  const source = sourceFor(`${origin.url}/a/compiler.tar.gz`, archive);
  const environment = { DLPU_MIRROR: `${mirror.url}/kept/` };
  await using first = await makeFolder();
  await ensureCompilerArchive("edgetpu-compiler", source, first.path, environment);
  expect([mirror.requests.length, origin.requests.length]).toEqual([1, 1]);
  await using second = await makeFolder();
  await ensureCompilerArchive("edgetpu-compiler", source, second.path, environment);
  expect([mirror.requests.length, origin.requests.length]).toEqual([2, 1]);
});

test("an archive with another hash is not unpacked, and every source is named with its reason", async () => {
  const archive = await makeStandInArchive();
  const other = Buffer.from("something else");
  await using server = await startFileServer({
    "/compiler.tar.gz": serve(other),
    "/mirror/compiler.tar.gz": truncate(archive),
  });
  await using cache = await makeFolder();
  const source = sourceFor(`${server.url}/compiler.tar.gz`, archive);
  const environment = { DLPU_MIRROR: `${server.url}/mirror` };
  const failed = ensureCompilerArchive("edgetpu-compiler", source, cache.path, environment);
  await expect(failed).rejects.toThrow(
    /mirror\/compiler\.tar\.gz: .* \(3 tries\); .*\/compiler\.tar\.gz: its sha256 is not/,
  );
  expect(await readdir(join(cache.path, "edgetpu-compiler"), { recursive: true })).toHaveLength(1);
});

test("an installed compiler says which address it came from, and its hash", async () => {
  const archive = await makeStandInArchive();
  await using server = await startFileServer({ "/compiler.tar.gz": serve(archive) });
  await using cache = await makeFolder();
  const source = sourceFor(`${server.url}/compiler.tar.gz`, archive);
  await ensureCompilerArchive("edgetpu-compiler", source, cache.path, {});
  const facts = getCompilerFacts("edgetpu-compiler");
  expect(await findCompiler({ ...facts, source }, cache.path)).toMatchObject({
    identity: expect.stringMatching(/^edgetpu_compiler sha256:[0-9a-f]{64}$/) as string,
    origin: `${server.url}/compiler.tar.gz sha256:${sha256(archive)}`,
  });
});

test("a licensed compiler is fetched with the user's secret, and without it the variable is named", async () => {
  const archive = await makeStandInArchive();
  const isAsked: Answer = (request, response) => {
    const isKnown = request.headers["x-key"] === "a-key";
    (isKnown ? serve(archive) : refuse(401))(request, response);
  };
  await using server = await startFileServer({ "/cnngen.tar.gz": isAsked });
  await using mirror = await startFileServer({});
  await using cache = await makeFolder();
  const header = { name: "X-Key", secret: "CNNGEN_KEY" };
  const source = { ...sourceFor(`${server.url}/cnngen.tar.gz`, archive), header };
  await expect(ensureCompilerArchive("cnngen", source, cache.path, {})).rejects.toThrow(
    /CNNGEN_KEY, which dlpu\.yml names .* is not set/,
  );
  const environment = { CNNGEN_KEY: "a-key", DLPU_MIRROR: mirror.url };
  await ensureCompilerArchive("cnngen", source, cache.path, environment);
  expect(mirror.requests.map(({ headers }) => headers["x-key"])).toEqual([undefined]);
});

test("an offline machine is told which file it lacks and how to bring it in", async () => {
  await using cache = await makeFolder();
  const source = sourceFor("https://example.invalid/compiler.tar.gz", Buffer.from("x"));
  const failed = ensureCompilerArchive("edgetpu-compiler", source, cache.path, {
    DLPU_OFFLINE: "1",
  });
  await expect(failed).rejects.toMatchObject({
    code: "DLPU-OFFLINE",
    message: expect.stringContaining("compiler.tar.gz") as string,
    remedy: expect.stringContaining("--export") as string,
  });
});
