import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { type Digest, download, hasDigest } from "../io/download.ts";
import { exists, findStat } from "../io/files.ts";
import type { BoundHeader } from "../io/http.ts";
import type { UrlSource } from "./catalogue/tool.ts";
import { missingOffline, type Network } from "./network.ts";

/** A downloaded file, and which of its sources it came from. */
export interface StoredFile {
  readonly path: string;
  readonly source: UrlSource;
}

/** Everything besides its sources that fetching a file takes. */
export interface FetchOptions {
  readonly cacheFolder: string;
  readonly network: Network;
  /** Asked for only where something is downloaded: a machine that has the file needs no secret. */
  readonly headers?: () => readonly BoundHeader[];
  readonly maxBytes: number;
}

/**
 * A file from the first of its sources that has it: the cache, the mirror, then each address in turn.
 *
 * @throws EnvironmentError that lists every source with what went wrong there.
 */
export async function fetchFile(
  title: string,
  sources: readonly UrlSource[],
  options: FetchOptions,
): Promise<StoredFile> {
  for (const source of sources) {
    const path = storedPath(options.cacheFolder, source);
    if (await isStored(path, source.digest)) return { path, source };
  }
  if (options.network.offline)
    throw missingOffline(`${title} (${sources.map(nameOf).join(" or ")})`);
  const failures: string[] = [];
  for (const source of sources) {
    for (const url of addressesOf(source, options.network)) {
      try {
        return { path: await fetchFrom(url, source, options), source };
      } catch (error) {
        if (!(error instanceof EnvironmentError)) throw error;
        failures.push(error.message);
      }
    }
  }
  throw nowhere(title, failures);
}

/** Where a source's file lies in the cache, whether it is there or not. */
export function storedPath(cacheFolder: string, source: UrlSource): string {
  return join(cacheFolder, "files", source.digest.hex, nameOf(source));
}

/** The name of a source's file. */
export function nameOf({ url }: UrlSource): string {
  return basename(new URL(url).pathname);
}

async function isStored(path: string, digest: Digest): Promise<boolean> {
  return (await exists(path)) && (await hasDigest(path, digest));
}

function addressesOf(source: UrlSource, { mirror }: Network): string[] {
  return [...(mirror === undefined ? [] : [`${mirror}/${nameOf(source)}`]), source.url];
}

async function fetchFrom(url: string, source: UrlSource, options: FetchOptions): Promise<string> {
  const path = storedPath(options.cacheFolder, source);
  const aside = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await removeAbandoned(dirname(path));
  const { headers = () => [], maxBytes } = options;
  try {
    await download({ url, digest: source.digest, headers: headers(), maxBytes }, aside);
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
  return path;
}

/** Half-fetched files of killed processes: no try of a living one takes as long. */
const ABANDONED_MS = 60 * 60_000;

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const info = name.endsWith(".tmp") ? await findStat(path) : undefined;
    if (info !== undefined && Date.now() - Number(info.mtimeMs) > ABANDONED_MS) {
      await rm(path, { force: true });
    }
  }
}

function nowhere(title: string, failures: readonly string[]): EnvironmentError {
  return new EnvironmentError(
    `${title} could not be downloaded from anywhere: ${failures.join("; ")}`,
    "Set DLPU_MIRROR to a URL below which you keep the file by its name, name your own copy under toolchains in dlpu.yml, or bring it from another machine with `dlpu setup --export` and `--import`.",
    { code: "DLPU-TOOL-UNREACHABLE" },
  );
}
