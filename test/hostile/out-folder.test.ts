import { execa } from "execa";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { claimOutFolder, realFolderIn, removeIn, withOutFolder } from "../../src/io/out-folder.ts";
import { identifySelf, renderIdentity } from "../../src/io/process-identity.ts";
import { runDlpu } from "../cli/run-dlpu.ts";
import { makeFolder } from "../temporary-folder.ts";

const silent = { line: () => undefined, status: () => undefined, close: () => undefined };

test("a link committed into the output folder makes a build delete nothing outside", async () => {
  await using place = await makeFolder({
    "outside/digits/precious.txt": "mine",
    "project/digits.onnx": "no model",
  });
  const project = join(place.path, "project");
  await mkdir(join(project, "dlpu-out"));
  await symlink("../../outside", join(project, "dlpu-out", "cpu"));
  const run = await runDlpu(["build", "--soc", "cpu", "--out", "dlpu-out"], project);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("cpu in it is a symbolic link");
  expect(await readdir(join(place.path, "outside", "digits"))).toEqual(["precious.txt"]);
});

test("an output folder that is a link, or below one, is refused with where it leads", async () => {
  await using place = await makeFolder({ "real/x/keep.txt": "" });
  await symlink("real", join(place.path, "link"));
  const real = join(place.path, "real");
  await expect(claimOutFolder(join(place.path, "link"))).rejects.toThrow(`leads to ${real}`);
  const below = join(place.path, "link", "deeper", "out");
  await expect(claimOutFolder(below)).rejects.toThrow(`leads to ${join(real, "deeper", "out")}`);
  expect(await readdir(real)).toEqual(["x"]);
});

test("a link to nowhere is no output folder either", async () => {
  await using place = await makeFolder();
  await symlink("missing", join(place.path, "out"));
  await expect(claimOutFolder(join(place.path, "out"))).rejects.toThrow("symbolic link");
});

test.each(["/proc/self", "/sys/kernel", "/dev/shm-of-nobody"])("%s is refused", async (path) => {
  await expect(claimOutFolder(path)).rejects.toThrow(/belongs to the kernel|symbolic link/);
});

test("a folder with tracked files is refused, an ignored or new one is not", async () => {
  await using place = await makeFolder({ "out/cpu/a/model.tflite": "mine", "other/b.txt": "" });
  await execa("git", ["init", "--quiet"], { cwd: place.path });
  await claimOutFolder(join(place.path, "out"));
  await execa("git", ["add", "out"], { cwd: place.path });
  await expect(claimOutFolder(join(place.path, "out"))).rejects.toThrow("git tracks files in it");
  await expect(claimOutFolder(place.path)).rejects.toThrow("git tracks files in it");
  await claimOutFolder(join(place.path, "other"));
});

test("a link deeper in the output folder is neither written through nor removed through", async () => {
  await using place = await makeFolder({ "outside/digits/precious.txt": "mine" });
  const out = join(place.path, "out");
  await mkdir(join(out, ".builds"), { recursive: true });
  await symlink("../../outside", join(out, ".builds", "cpu"));
  await expect(realFolderIn(out, ".builds", "cpu")).rejects.toThrow("is no folder, or a link");
  await removeIn(out, ".builds", "cpu", "digits");
  expect(await readFile(join(place.path, "outside/digits/precious.txt"), "utf8")).toBe("mine");
});

test("a second run into a folder waits for the first and names its process", async () => {
  await using place = await makeFolder();
  const out = join(place.path, "out");
  const events: string[] = [];
  let second: Promise<unknown> | undefined;
  await withOutFolder(out, silent, async () => {
    await new Promise<void>((resolve) => {
      const line = (text: string): void => {
        events.push(text);
        resolve();
      };
      second = withOutFolder(out, { ...silent, line }, () =>
        Promise.resolve(events.push("second starts")),
      );
    });
    events.push("first ends");
  });
  await second;
  expect(events).toEqual([
    `waiting for process ${process.pid}, which builds into ${out}`,
    "first ends",
    "second starts",
  ]);
  expect(await readdir(out)).toEqual([]);
});

test("what a killed run left on its way is removed, what a living one has is not", async () => {
  await using place = await makeFolder();
  const out = join(place.path, "out");
  const self = identifySelf();
  const dead = renderIdentity({ ...self, start: "1" });
  const parent = renderIdentity({ ...self, pid: process.ppid, start: "" });
  for (const name of [dead, parent, "unknown"]) {
    await mkdir(join(out, `.work-${name}`), { recursive: true });
    await writeFile(join(out, `.work-${name}`, "half.tflite"), "");
  }
  await withOutFolder(out, silent, async (workFolder) => {
    const left = (await readdir(out)).filter((name) => name.startsWith(".work"));
    expect(left.sort()).toEqual([`.work-${parent}`, basename(workFolder)].sort());
    expect(await readdir(workFolder)).toEqual([]);
  });
});
