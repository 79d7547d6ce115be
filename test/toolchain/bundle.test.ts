import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveCacheFolder } from "../../src/io/machine.ts";
import { importTools } from "../../src/toolchain/bundle.ts";
import type { CompilerSources } from "../../src/toolchain/catalogue/compiler-source.ts";
import { getWorkerPython } from "../../src/toolchain/python.ts";
import type { SetupContext } from "../../src/toolchain/set-up-tool.ts";
import { makeTar } from "../io/tar-builder.ts";
import { makeFolder } from "../temporary-folder.ts";

const PYTHON = (await getWorkerPython(process.env, resolveCacheFolder(process.env))).version
  .split(".")
  .slice(0, 2)
  .join(".");

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
