import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planCacheParts } from "../../src/github/cache/cache-parts.ts";
import type { CompilerSources } from "../../src/toolchain/catalogue/compiler-source.ts";
import { type FileServer, refuse, startFileServer } from "../toolchain/file-server.ts";
import { makeSmallDlpu, type SmallDlpu } from "../toolchain/small-dlpu.ts";
import { makeFolder } from "../temporary-folder.ts";
import { type CacheService, startCacheService } from "./cache-service.ts";

const MODEL = join(import.meta.dirname, "../../examples/models/digits.tflite");

/** Runs the action `setup` as a job of a repository with one model, and gives its outputs and its log. */
async function runJob(
  dlpu: SmallDlpu,
  service: CacheService,
  event: { readonly name: string; readonly fork?: boolean } = { name: "push" },
): Promise<{ log: string; cacheHit: string; status: number }> {
  const repo = { full_name: event.fork === true ? "forker/cameras" : "acme/cameras" };
  await using workspace = await makeFolder({
    "model.tflite": await readFile(MODEL),
    "event.json": JSON.stringify({ pull_request: { head: { repo } } }),
    output: "",
  });
  const { status, output } = await dlpu.startAction(workspace.path, {
    INPUT_SOC: "cpu",
    INPUT_CACHE: "auto",
    GITHUB_WORKSPACE: workspace.path,
    GITHUB_REPOSITORY: "acme/cameras",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: join(workspace.path, "event.json"),
    GITHUB_REF_TYPE: "branch",
    GITHUB_OUTPUT: join(workspace.path, "output"),
    RUNNER_TEMP: workspace.path,
    ACTIONS_CACHE_SERVICE_V2: "true",
    ACTIONS_RESULTS_URL: `${service.url}/`,
    ACTIONS_RUNTIME_TOKEN: "not-a-real-token",
  }).ended;
  const outputs = await readFile(join(workspace.path, "output"), "utf8");
  return { status, log: output, cacheHit: /^(true|false)$/m.exec(outputs)?.[0] ?? "" };
}

const downloads = ({ requests }: FileServer): number =>
  requests.filter(({ path }) => path.startsWith("/files/")).length;

test("what one job installed and saved, the next one restores, verifies and does not save again", async () => {
  const service = await startCacheService();
  await using dlpu = await makeSmallDlpu();
  const first = await runJob(dlpu, service);
  expect([first.status, first.cacheHit, service.entries.size]).toEqual([0, "false", 1]);
  await rm(dlpu.cacheFolder, { recursive: true });
  const second = await runJob(dlpu, service);
  expect([second.status, second.cacheHit, service.entries.size]).toEqual([0, "true", 1]);
  expect(second.log).toMatch(/Python worker .*: ready/);
  expect(downloads(dlpu.server)).toBe(1);
  // A runner that keeps its tool cache asks for nothing.
  const calls = service.log.length;
  const third = await runJob(dlpu, service);
  expect([third.status, third.cacheHit, service.log.length]).toEqual([0, "false", calls]);
  await service.close();
});

test("a fork's job restores and never saves", async () => {
  const service = await startCacheService();
  await using dlpu = await makeSmallDlpu();
  const job = await runJob(dlpu, service, { name: "pull_request", fork: true });
  expect([job.status, service.entries.size]).toEqual([0, 0]);
  expect(job.log).toContain("toolchain cache: only read, the code comes from a fork");
  expect(service.log.map(({ path }) => path.split("/").at(-1))).toEqual([
    "GetCacheEntryDownloadURL",
  ]);
  await service.close();
});

test("a broken cache service costs the job nothing but its time", async () => {
  const service = await startCacheService();
  await service.close();
  await using dead = await startFileServer({ "/": refuse(403) });
  await using dlpu = await makeSmallDlpu();
  const job = await runJob(dlpu, { ...service, url: dead.url });
  expect([job.status, job.cacheHit]).toEqual([0, "false"]);
  expect(job.log).toMatch(/Python worker .*: installed/);
});

test("the public compiler's archive has its own key, and a compiler that the user brings is never stored", async () => {
  await using cache = await makeFolder();
  const partsFor = async (compilers: CompilerSources): Promise<string[]> => {
    const context = { cacheFolder: cache.path, environment: process.env, compilers };
    const tools = ["core", "edgetpu-compiler", "cnngen"] as const;
    const parts = await planCacheParts(tools, { ...context, depth: "stamps" });
    return parts.map(({ key }) => key.replace(/-[0-9a-f]{32}$/, ""));
  };
  expect(await partsFor({})).toEqual(["dlpu-worker", "dlpu-edgetpu-compiler"]);
  const own = { kind: "url", url: "https://example.invalid/c.tar.gz", sha256: "0" } as const;
  expect(await partsFor({ "edgetpu-compiler": own, cnngen: own })).toEqual(["dlpu-worker"]);
});
