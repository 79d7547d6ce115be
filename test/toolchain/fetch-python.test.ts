import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveCacheFolder } from "../../src/io/machine.ts";
import { python } from "../../src/toolchain/catalogue/python-tools.ts";
import { getWorkerPython } from "../../src/toolchain/python.ts";
import { ensureUv } from "../../src/toolchain/uv.ts";
import { makeTarGz } from "../io/tar-builder.ts";
import { makeFolder } from "../temporary-folder.ts";
import { type FileServer, refuse, serve, startFileServer } from "./file-server.ts";
import { makeSmallDlpu } from "./small-dlpu.ts";

const REAL_PYTHON = (await getWorkerPython(process.env, resolveCacheFolder(process.env))).path;
const RELEASE = "20261110/cpython-stand-in.tar.gz";

/** An archive laid out like those that uv fetches, in which a script stands in for the interpreter. */
async function makeStandInPython(): Promise<Buffer> {
  const script = `#!/bin/sh\n# Stand-in for a fetched Python.\nexec "${REAL_PYTHON}" "$@"\n`;
  return await makeTarGz([
    { name: "python/bin/python3.12", mode: 0o755, content: script },
    {
      name: "python/lib/python3.12/_sysconfigdata__linux_x86_64-linux-gnu.py",
      content:
        "# system configuration generated and used by the sysconfig module\nbuild_time_vars = {}\n",
    },
  ]);
}

/** Settings of a machine without any Python, with a mirror of uv's Python archives. */
async function withoutPython(
  folder: string,
  mirror: FileServer,
  archive: Buffer,
): Promise<Record<string, string>> {
  const list = join(folder, "downloads.json");
  const sha256 = createHash("sha256").update(archive).digest("hex");
  await writeFile(list, JSON.stringify(downloadsOf(sha256)));
  return {
    PATH: folder,
    HOME: folder,
    PYENV_ROOT: folder,
    DLPU_UV: await ensureUv(resolveCacheFolder(process.env), process.env),
    UV_PYTHON_DOWNLOADS_JSON_URL: list,
    UV_PYTHON_INSTALL_MIRROR: mirror.url,
  };
}

/** uv's own list of archives, with the stand-in's hash for the version that dlpu pins. */
function downloadsOf(sha256: string): object {
  const [major, minor, patch] = python.version.split(".").map(Number);
  return {
    [`cpython-${python.version}-linux-x86_64-gnu`]: {
      ...{ name: "cpython", os: "linux", libc: "gnu", arch: { family: "x86_64", variant: null } },
      ...{ major, minor, patch, prerelease: "", variant: null, build: "20261110", sha256 },
      url: `https://github.com/astral-sh/python-build-standalone/releases/download/${RELEASE}`,
    },
  };
}

test("where no Python is found, uv fetches the pinned one from the mirror, once", async () => {
  const archive = await makeStandInPython();
  await using mirror = await startFileServer({ [`/${RELEASE}`]: serve(archive) });
  await using machine = await makeFolder();
  await using dlpu = await makeSmallDlpu(await withoutPython(machine.path, mirror, archive));
  const first = await dlpu.start("setup").ended;
  expect(first.output).toMatch(/Python worker .*: installed/);
  expect((await dlpu.start("setup").ended).output).toMatch(/Python worker .*: ready/);
  expect(mirror.requests).toHaveLength(1);
});

test("a Python that cannot be fetched is told with the reason and the ways out", async () => {
  const archive = await makeStandInPython();
  await using mirror = await startFileServer({ [`/${RELEASE}`]: refuse(403) });
  await using machine = await makeFolder();
  await using dlpu = await makeSmallDlpu(await withoutPython(machine.path, mirror, archive));
  const { status, output } = await dlpu.start("setup").ended;
  expect(status).toBe(3);
  expect(output).toMatch(/no Python 3\.12 or 3\.13, and uv cannot fetch Python .*403/);
  expect(output).toContain("UV_PYTHON_INSTALL_MIRROR");
});

test("an offline machine without a Python is not asked to download one", async () => {
  const archive = await makeStandInPython();
  await using mirror = await startFileServer({ [`/${RELEASE}`]: serve(archive) });
  await using machine = await makeFolder();
  await using dlpu = await makeSmallDlpu(await withoutPython(machine.path, mirror, archive));
  const { status, output } = await dlpu.start("setup", "--offline").ended;
  expect([status, mirror.requests.length]).toEqual([3, 0]);
  expect(output).toMatch(/Python 3\.12 or 3\.13 was not found/);
});
