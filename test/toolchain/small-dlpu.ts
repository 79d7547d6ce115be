import { createHash } from "node:crypto";
import { spawn, type SpawnOptionsWithoutStdio } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../../scripts/bundle.ts";
import { makeFolder } from "../temporary-folder.ts";
import { type FileServer, serve, startFileServer } from "./file-server.ts";
import { makeWheel } from "./wheel-builder.ts";

const ROOT = join(import.meta.dirname, "../..");
const NAME = "stand_in_worker";
const WHEEL = `${NAME}-1.0-py3-none-any.whl`;

/** The real dlpu as it is published, but with a lock of one small package, from an index of its own. */
export interface SmallDlpu extends AsyncDisposable {
  readonly server: FileServer;
  readonly cacheFolder: string;
  /** The one package that is installed. */
  readonly wheel: { readonly name: string; readonly bytes: Uint8Array };
  /** Starts `dlpu <args>` in a process of its own. */
  readonly start: (...args: string[]) => Run;
  /** Starts the action `setup` in a folder, as a runner would. */
  readonly startAction: (folder: string, environment: Readonly<Record<string, string>>) => Run;
}

/** One `dlpu` that was started. */
export interface Run {
  /** Exit status, -1 after a kill, and all that was written. */
  readonly ended: Promise<{ readonly status: number; readonly output: string }>;
  readonly kill: () => void;
}

/** Bundles dlpu into a folder beside a stand-in for the worker's lock; uv is the real one, from the machine's own index. */
export async function makeSmallDlpu(
  environment: Readonly<Record<string, string>> = {},
): Promise<SmallDlpu> {
  const place = await makeFolder();
  const wheel = makeStandInWheel();
  const server = await startIndex(wheel);
  await bundle(join(place.path, "dist"));
  await writeLocks(join(place.path, "worker", "requirements"), wheel);
  await copyFile(join(ROOT, "package.json"), join(place.path, "package.json"));
  const cacheFolder = join(place.path, "cache");
  const settings = {
    ...process.env,
    DLPU_CACHE: cacheFolder,
    UV_CACHE_DIR: join(place.path, "uv-cache"),
    UV_DEFAULT_INDEX: `${server.url}/simple`,
    ...environment,
  };
  const dist = join(place.path, "dist");
  return {
    server,
    cacheFolder,
    wheel: { name: WHEEL, bytes: wheel },
    start: (...args) => startNode([join(dist, "cli.mjs"), ...args], { env: settings }),
    startAction: (folder, runner) =>
      startNode([join(dist, "setup.mjs")], { cwd: folder, env: { ...settings, ...runner } }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

function makeStandInWheel(): Buffer {
  const modules = Array.from({ length: 300 }, (_, index) => [
    `${NAME}/module_${index}.py`,
    `VALUE = ${index}\n`.repeat(50),
  ]);
  return makeWheel(NAME, "1.0", {
    ...(Object.fromEntries(modules) as Record<string, string>),
    [`${NAME}/__init__.py`]: '"""Stand-in for the worker\'s packages."""\n',
  });
}

async function startIndex(wheel: Buffer): Promise<FileServer> {
  const link = `<a href="/files/${WHEEL}">${WHEEL}</a>`;
  return await startFileServer({
    "/simple/stand-in-worker/": (_, response) => {
      response.setHeader("content-type", "text/html");
      response.end(`<!DOCTYPE html><html><body>${link}</body></html>`);
    },
    [`/files/${WHEEL}`]: serve(wheel),
  });
}

async function writeLocks(folder: string, wheel: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const hash = createHash("sha256").update(wheel).digest("hex");
  await writeFile(join(folder, "core.txt"), `stand-in-worker==1.0 --hash=sha256:${hash}\n`);
  await copyFile(join(ROOT, "worker/requirements/uv.txt"), join(folder, "uv.txt"));
}

function startNode(words: readonly string[], options: SpawnOptionsWithoutStdio): Run {
  const child = spawn(process.execPath, words, options);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = new Promise<{ status: number; output: string }>((resolve) =>
    child.on("close", (status) => {
      resolve({ status: status ?? -1, output });
    }),
  );
  return { ended, kill: () => child.kill("SIGKILL") };
}
