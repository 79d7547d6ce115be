import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, onTestFinished } from "vitest";
import { z } from "zod";

import type { CallOptions } from "../../src/worker/channel.ts";
import { WorkerChannel } from "../../src/worker/channel.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** The Python of an installed environment, or undefined: the tests that need it are skipped. */
export const corePython = process.env["DLPU_PYTHON_CORE"];
export const tensorflowPython = process.env["DLPU_PYTHON_TENSORFLOW"];

/** Limits generous enough for a loaded machine. */
export const limits: CallOptions = { timeoutMs: 120_000, memoryBytes: 6 * 2 ** 30 };

/** A channel that the caller closes. */
export function openChannel(python: string | undefined): WorkerChannel {
  return new WorkerChannel(python ?? "python3", path.join(repository, "worker"));
}

/** A channel for the tests of a file or a group; its worker starts with the first call and ends after the last test. */
export function useChannel(python: string | undefined): WorkerChannel {
  const channel = openChannel(python);
  afterAll(() => channel.close());
  return channel;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dlpu-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A folder that a script fills before the tests of a group, and that is removed after them. */
export function useFixtures(
  python: string | undefined,
  script: string,
  timeoutMs?: number,
): string {
  const folder = path.join(tmpdir(), `dlpu-fixtures-${randomUUID()}`);
  beforeAll(() => {
    mkdirSync(folder);
    runFixture(python, script, folder);
  }, timeoutMs);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Runs a fixture script in an environment; returns what it prints. */
export function runFixture(
  python: string | undefined,
  script: string,
  ...args: readonly string[]
): string {
  const file = path.join(import.meta.dirname, "fixtures", script);
  return execFileSync(python ?? "python3", [file, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const tfliteFacts = z.object({
  operators: z.array(z.tuple([z.string(), z.number()])),
  externalBuffers: z.number(),
  signatures: z.number(),
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
  names: z.array(z.string()),
  types: z.array(z.number()),
  dynamic: z.number(),
  scales: z.array(z.number()),
});

/** What a `.tflite` holds, read by a script that shares no code with the worker. */
export function readFacts(python: string | undefined, file: string): z.infer<typeof tfliteFacts> {
  return tfliteFacts.parse(JSON.parse(runFixture(python, "tflite_facts.py", file)));
}
