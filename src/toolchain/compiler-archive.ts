import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EnvironmentError, UserError } from "../errors.ts";
import { type ArchiveBounds, findArchiveKind, unpack } from "../io/archive.ts";
import { findText } from "../io/files.ts";
import type { BoundHeader } from "../io/http.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import { EDGETPU_BOUNDS } from "./catalogue/edgetpu-compiler.ts";
import type { CompilerSource } from "./catalogue/compiler-source.ts";
import type { UrlSource } from "./catalogue/tool.ts";
import type { CompilerId } from "../targets/compiler-id.ts";
import { fetchFile, nameOf, type StoredFile } from "./file-store.ts";
import { ensureInstalled, findInstalled, type Installation, type InstallPlace } from "./install.ts";
import { type Depth, listManifestFiles } from "./manifest.ts";
import { resolveNetwork } from "./network.ts";

/** A user's own archive may be large: Ambarella's toolchain takes some GB. */
const USER_BOUNDS = { maxBytes: 20_000_000_000, maxEntries: 200_000 } as const;

/** The folder that a compiler's archive was installed into, if it was and is whole. */
export async function findCompilerArchive(
  id: CompilerId,
  source: CompilerSource | undefined,
  cacheFolder: string,
  depth: Depth,
): Promise<string | undefined> {
  return (await findInstalled(placeOf(id, source, cacheFolder), depth))?.folder;
}

/**
 * Installs a compiler from the catalogue, or from the user's URL: no root, no package manager, just unpacked.
 *
 * @throws EnvironmentError when no source has it, or what they have is not it.
 */
export async function ensureCompilerArchive(
  id: CompilerId,
  source: CompilerSource | undefined,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
  depth: Depth = "stamps",
): Promise<Installation> {
  return await ensureInstalled(placeOf(id, source, cacheFolder), {
    depth,
    fill: async (folder) => {
      const file = await fetchCompilerArchive(id, source, cacheFolder, environment);
      await unpack(file.path, kindOf(file.source), folder, boundsOf(source));
      await writeFile(join(folder, ORIGIN), describeSource(file.source));
      return await listManifestFiles(folder);
    },
  });
}

/** The address and the digest of the archive that a folder was filled from. */
export async function readOrigin(folder: string): Promise<string> {
  return (await findText(join(folder, ORIGIN))) ?? "an earlier version of dlpu";
}

const ORIGIN = ".dlpu-origin";

function describeSource({ url, digest }: UrlSource): string {
  return `${url} ${digest.algorithm}:${digest.hex}`;
}

/** A compiler's archive in the cache, as its maker published it; the user's secret header goes to the user's host alone. */
export async function fetchCompilerArchive(
  id: CompilerId,
  source: CompilerSource | undefined,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<StoredFile> {
  return await fetchFile(CATALOGUE[id].title, urlSources(id, source), {
    cacheFolder,
    network: resolveNetwork(environment),
    headers: () => (source?.kind === "url" ? secretHeaders(source, environment) : []),
    maxBytes: boundsOf(source).maxBytes,
  });
}

function boundsOf(source: CompilerSource | undefined): ArchiveBounds {
  return source?.kind === "url" ? USER_BOUNDS : EDGETPU_BOUNDS;
}

/** The addresses that a compiler's archive may come from. */
export function urlSources(id: CompilerId, source: CompilerSource | undefined): UrlSource[] {
  if (source?.kind !== "url") return CATALOGUE[id].sources.filter((one) => one.kind === "url");
  const digest = { algorithm: "sha256", hex: source.sha256 } as const;
  return [{ kind: "url", url: source.url, digest }];
}

function placeOf(
  id: CompilerId,
  source: CompilerSource | undefined,
  cacheFolder: string,
): InstallPlace {
  const version = source?.kind === "url" ? source.sha256.slice(0, 16) : CATALOGUE[id].version;
  return { cacheFolder, tool: id, version };
}

function kindOf(source: UrlSource): NonNullable<ReturnType<typeof findArchiveKind>> {
  const kind = findArchiveKind(nameOf(source));
  if (kind !== undefined) return kind;
  throw new UserError(
    `${source.url} is no archive that dlpu can unpack`,
    "Give a .tar, .tar.gz, .tar.xz, .tar.zst or .deb.",
  );
}

function secretHeaders(
  { url, header }: Extract<CompilerSource, { kind: "url" }>,
  environment: NodeJS.ProcessEnv,
): BoundHeader[] {
  if (header === undefined) return [];
  const value = environment[header.secret];
  if (value !== undefined) return [{ name: header.name, value, host: new URL(url).host }];
  throw new EnvironmentError(
    `The environment variable ${header.secret}, which dlpu.yml names for the download of ${url}, is not set`,
    "Give the secret to the step: `env:` with the name on the left and `${{ secrets.… }}` on the right.",
  );
}
