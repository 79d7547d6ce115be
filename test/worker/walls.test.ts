import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { WorkerChannel } from "../../src/worker/channel.ts";
import { corePython, limits, openChannel, temporaryFolder } from "./support.ts";

/** What every step needs. */
const NEEDED = ["reads its input", "writes its output", "starts a thread", "forks itself"];

/** What a machine may refuse by itself: Yama, AppArmor and `kernel.io_uring_disabled` do. */
const MAY_FAIL_ANYWHERE = [
  "opens its owner's memory",
  "attaches to its owner",
  "makes an io_uring",
  "makes a namespace",
];

/** Landlock refuses files with the one, seccomp calls with the other. */
const refusal: unknown = expect.stringMatching(/^(EACCES|EPERM)$/);

const attempts = z.record(z.string(), z.string());
type Attempts = z.infer<typeof attempts>;

/** What became of each attempt of a hostile step; `open` runs it without walls. */
async function tryAll(variant: "walled" | "open"): Promise<Attempts> {
  const inside = temporaryFolder();
  const outside = temporaryFolder();
  const [input, secret] = [path.join(inside, "input"), path.join(outside, "secret")];
  for (const file of [input, secret, path.join(outside, "removable")]) writeFileSync(file, "x");
  const outFolder = temporaryFolder();
  const outPath = path.join(outFolder, "outcomes.json");
  const listener = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const folder = path.join(import.meta.dirname, "fixtures/attempts", variant);
  const channel = new WorkerChannel(corePython ?? "", folder);
  try {
    const cutAt = [secret, outside, String(address.port), String(process.pid)];
    await channel.call("cut", { tflitePath: input, cutAt, outPath }, limits);
  } finally {
    await channel.close();
    listener.close();
  }
  return attempts.parse(JSON.parse(readFileSync(outPath, "utf8")));
}

describe.skipIf(!corePython)("the walls around a step (skipped without DLPU_PYTHON_CORE)", () => {
  test("leave a step what it needs, and refuse everything else", async () => {
    const walled = await tryAll("walled");
    for (const name of NEEDED) expect(walled).toHaveProperty([name], "done");
    const others = Object.entries(walled).filter(([name]) => !NEEDED.includes(name));
    expect(others).toHaveLength(22);
    for (const [name, outcome] of others) expect([name, outcome]).toEqual([name, refusal]);
  });

  test("are what refuses it: without them each attempt succeeds", async () => {
    const open = await tryAll("open");
    const sure = Object.entries(open).filter(([name]) => !MAY_FAIL_ANYWHERE.includes(name));
    expect(sure).toHaveLength(22);
    for (const [name, outcome] of sure) expect([name, outcome]).toEqual([name, "done"]);
  });

  test("are all there on this machine, and a step says so", async () => {
    const channel = openChannel(corePython);
    onTestFinished(() => channel.close());
    expect((await channel.call("versions", {}, limits)).missingWalls).toEqual([]);
  });
});
