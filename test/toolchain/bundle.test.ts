import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { setup } from "../../src/commands/setup.ts";
import { resolveCacheFolder } from "../../src/io/machine.ts";
import { exportTools, importTools } from "../../src/toolchain/bundle.ts";
import type { CompilerSources } from "../../src/toolchain/catalogue/compiler-source.ts";
import { getWorkerPython } from "../../src/toolchain/python.ts";
import type { SetupContext } from "../../src/toolchain/set-up-tool.ts";
import { makeTar } from "../io/tar-builder.ts";
import { makeFolder } from "../temporary-folder.ts";
import { serve, startFileServer } from "./file-server.ts";
import { makeStandInArchive, sourceFor } from "./stand-in-archive.ts";

const SILENT = { line: () => undefined, status: () => undefined, close: () => undefined };
const PYTHON = (await getWorkerPython(process.env, resolveCacheFolder(process.env))).version
  .split(".")
  .slice(0, 2)
  .join(".");
const TOOLS = ["core", "edgetpu-compiler"] as const;

/** A machine with its own cache, and no package cache of uv or pip to fall back on. */
async function makeMachine(
  compilers: CompilerSources,
): Promise<AsyncDisposable & { context: SetupContext }> {
  const place = await makeFolder();
  const environment = {
    ...process.env,
    DLPU_CACHE: join(place.path, "cache"),
  };
  const context = {
    cacheFolder: environment.DLPU_CACHE,
    environment,
    compilers,
    depth: "stamps" as const,
  };
  return { ...place, context };
}

test("a machine without a network is set up from one file that another one wrote", async () => {
  const archive = await makeStandInArchive();
  await using server = await startFileServer({ "/compiler.tar.gz": serve(archive) });
  const compilers = { "edgetpu-compiler": sourceFor(`${server.url}/compiler.tar.gz`, archive) };
  await using carried = await makeFolder();
  const file = join(carried.path, "toolchains.tar");
  await using online = await makeMachine(compilers);
  await exportTools(file, TOOLS, online.context);
  await server[Symbol.asyncDispose]();

  await using offline = await makeMachine(compilers);
  const tools = await importTools(file, offline.context);
  expect(tools).toEqual(TOOLS);
  // An empty package cache and an index that cannot be reached: only the archive is left.
  const environment = {
    ...offline.context.environment,
    DLPU_OFFLINE: "1",
    UV_CACHE_DIR: join(carried.path, "uv-cache"),
    UV_DEFAULT_INDEX: "http://127.0.0.1:9/simple",
    PIP_INDEX_URL: "http://127.0.0.1:9/simple",
    PIP_NO_CACHE_DIR: "1",
  };
  const saved = { ...process.env };
  Object.assign(process.env, environment);
  try {
    const report = await setup(tools, SILENT, { compilers, environment });
    expect(report.tools.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["core", "installed"],
      ["edgetpu-compiler", "installed"],
    ]);
    expect(existsSync(report.tools[0]?.detail.split(", ").at(-1) ?? "")).toBe(true);
  } finally {
    process.env = saved;
  }
});

test.each([
  ["no list", [{ name: "wheels/a.whl", content: "x" }], /was not written by/],
  [
    "a place outside of the cache",
    [listing([{ path: "../../evil", sizeBytes: 1, sha256: "0" }])],
    /was not written by/,
  ],
  [
    "a file that is not what the list says",
    [
      listing([{ path: "wheels/a.whl", sizeBytes: 1, sha256: "0" }]),
      { name: "wheels/a.whl", content: "x" },
    ],
    /is damaged: wheels\/a.whl/,
  ],
])("an archive with %s is refused and leaves nothing", async (_, entries, reason) => {
  await using machine = await makeMachine({});
  await using carried = await makeFolder();
  const file = join(carried.path, "toolchains.tar");
  await writeFile(file, await makeTar(entries));
  await expect(importTools(file, machine.context)).rejects.toThrow(reason);
  expect(existsSync(join(machine.context.cacheFolder, "wheels"))).toBe(false);
});

function listing(files: readonly object[]): { name: string; content: string } {
  return {
    name: "manifest.json",
    content: JSON.stringify({ schemaVersion: 1, python: PYTHON, tools: ["core"], files }),
  };
}
