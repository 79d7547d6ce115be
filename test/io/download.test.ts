import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type DownloadRequest, download } from "../../src/io/download.ts";
import { makeFolder } from "../temporary-folder.ts";
import {
  inTurn,
  redirect,
  refuse,
  serve,
  stall,
  startFileServer,
  startProxy,
  truncate,
} from "../toolchain/file-server.ts";

const BYTES = Buffer.from("compiler ".repeat(2_000));
const FAST = { idleTimeoutMs: 300, timeoutMs: 5_000, tries: 3, backOffMs: 5 };

function requestFor(url: string, overrides: Partial<DownloadRequest> = {}): DownloadRequest {
  const hex = createHash("sha256").update(BYTES).digest("hex");
  const digest = { algorithm: "sha256", hex } as const;
  return { url, digest, maxBytes: 1_000_000, limits: FAST, ...overrides };
}

test("a good file is kept, byte for byte", async () => {
  await using server = await startFileServer({ "/file": serve(BYTES) });
  await using place = await makeFolder();
  await download(requestFor(`${server.url}/file`), join(place.path, "file"));
  expect(await readFile(join(place.path, "file"))).toEqual(BYTES);
});

test("an MD5 is accepted where it is all that is known", async () => {
  await using server = await startFileServer({ "/file": serve(BYTES) });
  await using place = await makeFolder();
  const hex = createHash("md5").update(BYTES).digest("hex");
  const request = requestFor(`${server.url}/file`, { digest: { algorithm: "md5", hex } });
  await download(request, join(place.path, "file"));
});

test.each([
  ["was cut off", truncate(BYTES)],
  ["fell silent", stall(BYTES)],
  ["failed with 503", refuse(503)],
  ["was told to wait with 429", refuse(429)],
])("a try that %s is followed by another", async (_, bad) => {
  await using server = await startFileServer({ "/file": inTurn(bad, bad, serve(BYTES)) });
  await using place = await makeFolder();
  await download(requestFor(`${server.url}/file`), join(place.path, "file"));
  expect(server.requests).toHaveLength(3);
});

test("after three tries the URL and the last reason are told, and nothing is left", async () => {
  await using server = await startFileServer({ "/file": stall(BYTES) });
  await using place = await makeFolder();
  const limits = { ...FAST, timeoutMs: 60_000 };
  const started = performance.now();
  const failed = download(requestFor(`${server.url}/file`, { limits }), join(place.path, "file"));
  await expect(failed).rejects.toThrow(/Cannot download .*\/file: .*\(3 tries\)/);
  expect(performance.now() - started).toBeLessThan(30_000); // Each ended by its silence, not by its time limit.
  expect(server.requests).toHaveLength(3);
  expect(await readdir(place.path)).toEqual([]);
});

test("a slow but steady server is waited for up to the time limit of a try, no longer", async () => {
  const drip = vi.fn((_: unknown, response: { write: (bytes: string) => void }) => {
    setInterval(() => {
      response.write("x");
    }, 50).unref();
  });
  await using server = await startFileServer({ "/file": drip });
  await using place = await makeFolder();
  const limits = { ...FAST, idleTimeoutMs: 60_000, timeoutMs: 400, tries: 1 };
  const failed = download(requestFor(`${server.url}/file`, { limits }), join(place.path, "file"));
  await expect(failed).rejects.toThrow(/Cannot download .* after \d+ bytes/);
});

test.each([
  ["is refused", refuse(403), /the server answered 403$/],
  ["has the wrong hash", serve(Buffer.from("something else")), /its sha256 is not/],
  ["is too large", serve(Buffer.alloc(2_000_000)), /larger than 1000000 bytes$/],
])("a file that %s is not asked for again and leaves nothing", async (_, answer, reason) => {
  await using server = await startFileServer({ "/file": answer });
  await using place = await makeFolder();
  const failed = download(requestFor(`${server.url}/file`), join(place.path, "file"));
  await expect(failed).rejects.toThrow(reason);
  expect(server.requests).toHaveLength(1);
  expect(await readdir(place.path)).toEqual([]);
});

test("a secret header goes to its own host and not to the one that it redirects to", async () => {
  await using other = await startFileServer({ "/stored": serve(BYTES) });
  await using server = await startFileServer({
    "/file": redirect("/moved"),
    "/moved": redirect(`${other.url}/stored`),
  });
  await using place = await makeFolder();
  const headers = [{ name: "X-Secret", value: "abc", host: server.host }];
  await download(requestFor(`${server.url}/file`, { headers }), join(place.path, "file"));
  expect(server.requests.map((request) => request.headers["x-secret"])).toEqual(["abc", "abc"]);
  expect(other.requests.map((request) => request.headers["x-secret"])).toEqual([undefined]);
});

test("endless redirects end", async () => {
  await using server = await startFileServer({ "/file": redirect("/file") });
  await using place = await makeFolder();
  const limits = { ...FAST, tries: 1 };
  const failed = download(requestFor(`${server.url}/file`, { limits }), join(place.path, "file"));
  await expect(failed).rejects.toThrow(/more than 5 redirects/);
});

test("the proxy that the usual variable names is used, and no_proxy is respected", async () => {
  await using server = await startFileServer({ "/file": serve(BYTES) });
  await using proxy = await startProxy(server);
  await using place = await makeFolder();
  vi.stubEnv("http_proxy", proxy.url);
  vi.stubEnv("no_proxy", "127.0.0.1");
  try {
    await download(requestFor("http://example.invalid/file"), join(place.path, "proxied"));
    await download(requestFor(`${server.url}/file`), join(place.path, "direct"));
  } finally {
    vi.unstubAllEnvs();
  }
  expect(proxy.hosts).toEqual(["example.invalid:80"]);
  expect(server.requests).toHaveLength(2);
});
