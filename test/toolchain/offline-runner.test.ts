import { execFileSync } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { expect, test } from "vitest";
import { example } from "../cli/run-dlpu.ts";
import { makeFolder } from "../temporary-folder.ts";
import { type Answer, refuse, serve, startFileServer } from "./file-server.ts";
import { makeStandInArchive, sourceFor } from "./stand-in-archive.ts";

const CLI = join(import.meta.dirname, "../../src/entry/cli.ts");
const SECRET = "Bearer not-a-real-secret";

/** Words before a command that take its network away; none where this machine does not allow that. */
const WITHOUT_NETWORK = findWayOffline();

function findWayOffline(): string[] {
  for (const way of [
    ["unshare", "--net"],
    ["unshare", "--map-root-user", "--net"],
  ]) {
    const [program = "", ...args] = way;
    try {
      execFileSync(program, [...args, "true"], { stdio: "ignore" });
      return way;
    } catch {
      continue;
    }
  }
  return [];
}

/** `dlpu <args>` without a network, where this machine allows that. */
function runOffline(args: readonly string[], options: Options): ResultPromise<Options> {
  const words = [...WITHOUT_NETWORK, process.execPath, CLI, ...args];
  const [program = "", ...rest] = words;
  return execa(program, rest, options);
}

interface Options {
  readonly cwd: string;
  readonly all: true;
  readonly env: Readonly<Record<string, string>>;
}

/** An index that nobody serves and empty caches, for machines that cannot take the network away. */
const NOWHERE = {
  UV_DEFAULT_INDEX: "http://127.0.0.1:9/simple",
  PIP_INDEX_URL: "http://127.0.0.1:9/simple",
  PIP_FIND_LINKS: "",
  PIP_NO_CACHE_DIR: "1",
};

async function writeConfig(folder: string, url: string, archive: Buffer): Promise<void> {
  const source = sourceFor(url, archive);
  if (source.kind !== "url") throw new Error("not a URL");
  await copyFile(example("models/digits.tflite"), join(folder, "digits.tflite"));
  await writeFile(
    join(folder, "dlpu.yml"),
    [
      "toolchains:",
      "  edgetpu-compiler:",
      `    url: ${source.url}`,
      `    sha256: ${source.sha256}`,
      "    header: { name: Authorization, secret: COMPILER_AUTHORIZATION }",
      "",
    ].join("\n"),
  );
}

/** Answers only those who have the secret. */
function guarded(answer: Answer): Answer {
  return (request, response) => {
    const isKnown = request.headers.authorization === SECRET;
    (isKnown ? answer : refuse(401))(request, response);
  };
}

test("an offline runner is set up from one archive and builds, as the documentation says", async () => {
  const archive = await makeStandInArchive();
  await using server = await startFileServer({ "/compiler.tar.gz": guarded(serve(archive)) });
  await using project = await makeFolder();
  await using online = await makeFolder();
  await using offline = await makeFolder();
  await writeConfig(project.path, `${server.url}/compiler.tar.gz`, archive);
  const options = { cwd: project.path, all: true } as const;

  const exported = await execa(
    process.execPath,
    [CLI, "setup", "--soc", "artpec-7", "--export", "toolchains.tar"],
    { ...options, env: { DLPU_CACHE: online.path, COMPILER_AUTHORIZATION: SECRET } },
  );
  expect(exported.all).toMatch(/Edge TPU compiler .*: installed/);
  await server[Symbol.asyncDispose]();

  const env = {
    ...NOWHERE,
    DLPU_CACHE: offline.path,
    UV_CACHE_DIR: join(offline.path, "uv-cache"),
  };
  const set = await runOffline(["setup", "--import", "toolchains.tar"], { ...options, env });
  expect(set.all).toMatch(/Python worker .*: installed/);
  expect(set.all).toMatch(/Edge TPU compiler .*: installed/);

  const offlineEnv = { ...env, DLPU_OFFLINE: "1" };
  await runOffline(["build", "--soc", "artpec-8"], { ...options, env: offlineEnv });
  const result = JSON.parse(await readFile(join(project.path, "out/result.json"), "utf8")) as {
    builds: { verdict: string }[]; // As its schema says.
  };
  expect(result.builds.map(({ verdict }) => verdict)).not.toContain("errored");
  expect(result.builds).toHaveLength(1);
});

test("an offline runner without the archive is told what it lacks and how to bring it in", async () => {
  await using machine = await makeFolder();
  const { all, exitCode } = await execa(process.execPath, [CLI, "setup", "--offline"], {
    env: { ...NOWHERE, DLPU_CACHE: machine.path, UV_CACHE_DIR: join(machine.path, "uv-cache") },
    all: true,
    reject: false,
  });
  expect(exitCode).toBe(3);
  expect(all).toMatch(/uv .* is not on this machine, and DLPU_OFFLINE forbids to download it/);
  expect(all).toContain("--export toolchains.tar");
});
