import { spawnSync } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { example } from "../cli/run-dlpu.ts";
import { makeFolder } from "../temporary-folder.ts";

const CLI = join(import.meta.dirname, "..", "..", "src", "entry", "cli.ts");
const MOUNT = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"';

function canMount(): boolean {
  const script = MOUNT.replace('exec "$@"', "exit 0");
  return spawnSync("unshare", ["-rm", "sh", "-c", script, "sh", "64k", "/mnt"]).status === 0;
}

test.skipIf(!canMount()).each(["64k"])(
  "an output folder with room for %s is said to be on a full disk, without a traceback (skipped where nothing can be mounted)",
  async (size) => {
    await using place = await makeFolder();
    const out = join(place.path, "out");
    await mkdir(out);
    await copyFile(example("models/digits.onnx"), join(place.path, "digits.onnx"));
    const build = [process.execPath, CLI, "build", "--soc", "cpu", "--json"];
    const shell = ["-rm", "sh", "-c", MOUNT, "sh", size, out, ...build];
    const run = await execa("unshare", shell, { cwd: place.path, reject: false });
    const all = run.stdout + run.stderr;
    expect(run.exitCode).toBe(3);
    expect(all).toContain("The disk is full");
    expect(all).not.toMatch(/Traceback|File ".*", line \d/);
  },
);
