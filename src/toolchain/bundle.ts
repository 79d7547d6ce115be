import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import { z } from "zod";
import { EnvironmentError, UserError } from "../errors.ts";
import { unpack } from "../io/archive.ts";
import { listFiles, sha256File } from "../io/hash.ts";
import { runProcess } from "../io/process.ts";
import type { SetupTool } from "./catalogue/tool.ts";
import { fetchCompilerArchive, urlSources } from "./compiler-archive.ts";
import { storedPath } from "./file-store.ts";
import { getWorkerPython } from "./python.ts";
import type { SetupContext } from "./set-up-tool.ts";
import { UV_LOCK } from "./uv.ts";
import { wheelFolder } from "./wheels.ts";
import { lockOf } from "./worker-environment.ts";

/** The only places in the cache that an archive may fill: `wheels/<name>` and `files/<digest>/<name>`. */
const CACHE_PATH = /^(wheels|files\/[0-9a-f]{32,64})\/[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;

/** All that a machine without a network needs, in one tar file: packages and archives as their makers published them. */
const manifestSchema = z.object({
  schemaVersion: z.literal(1),
  /** The Python that the packages are for: `3.12`. */
  python: z.string(),
  tools: z.array(z.enum(["core", "tensorflow", "edgetpu-compiler", "cnngen"])),
  files: z.array(
    z.object({ path: z.string().regex(CACHE_PATH), sizeBytes: z.number(), sha256: z.string() }),
  ),
});

type BundleManifest = z.infer<typeof manifestSchema>;

const MANIFEST = "manifest.json";
const BOUNDS = { maxBytes: 30_000_000_000, maxEntries: 2_000 } as const;

/** Writes what tools are installed from into one file; what is only the user's own folder or image stays out. */
export async function exportTools(
  file: string,
  tools: readonly SetupTool[],
  context: SetupContext,
): Promise<BundleManifest> {
  const staging = await mkdtemp(join(tmpdir(), "dlpu-export-"));
  try {
    const python = await getWorkerPython(context.environment, context.cacheFolder);
    const locks = tools.flatMap((id) => (id === "core" || id === "tensorflow" ? lockOf(id) : []));
    for (const lock of [UV_LOCK, ...locks]) await downloadWheels(python.path, lock, staging);
    for (const id of tools) await collectArchive(id, staging, context);
    const manifest: BundleManifest = {
      schemaVersion: 1,
      python: minorOf(python.version),
      tools: [...tools],
      files: await describe(staging),
    };
    await writeTar(file, staging, manifest);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Takes the files of an exported archive into the cache, from where an offline set-up installs; says for which tools.
 *
 * Nothing in the archive is trusted: what is installed from it must still match the hashes of dlpu's own locks and catalogue.
 */
export async function importTools(file: string, context: SetupContext): Promise<SetupTool[]> {
  await mkdir(context.cacheFolder, { recursive: true });
  const staging = await mkdtemp(join(context.cacheFolder, ".import-"));
  try {
    await unpack(file, "tar", staging, BOUNDS);
    const manifest = await readManifest(file, staging);
    await refuseOtherPython(manifest, context);
    for (const { path, sha256 } of manifest.files) {
      if ((await sha256File(join(staging, path)).catch(() => "")) !== sha256)
        throw damaged(file, path);
      await adopt(join(staging, path), join(context.cacheFolder, path));
    }
    return manifest.tools;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function downloadWheels(python: string, lock: string, staging: string): Promise<void> {
  const args = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
  args.push("--only-binary", ":all:", "--require-hashes", "--dest", wheelFolder(staging));
  // As uv, which made the locks and installs them, does: one package names a Python that it calls too new.
  args.push("--ignore-requires-python");
  const result = await runProcess(python, [...args, "-r", lock], { timeoutMs: 1_800_000 });
  if (result.exitCode === 0) return;
  throw new EnvironmentError(
    `Cannot download the packages of ${basename(lock)} with ${python}: ${result.stderr.trim().split("\n").at(-1) ?? ""}`,
    "Check the network, PIP_INDEX_URL and proxy settings, and that this Python has pip.",
  );
}

async function collectArchive(
  id: SetupTool,
  staging: string,
  { cacheFolder, environment, compilers }: SetupContext,
): Promise<void> {
  if (id === "core" || id === "tensorflow") return;
  if (urlSources(id, compilers[id]).length === 0) return;
  const archive = await fetchCompilerArchive(id, compilers[id], cacheFolder, environment);
  const target = storedPath(staging, archive.source);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(archive.path, target);
}

async function describe(folder: string): Promise<BundleManifest["files"]> {
  const files: BundleManifest["files"] = [];
  for (const path of await listFiles(folder)) {
    const full = join(folder, path);
    files.push({ path, sizeBytes: (await stat(full)).size, sha256: await sha256File(full) });
  }
  return files;
}

async function writeTar(file: string, folder: string, manifest: BundleManifest): Promise<void> {
  const tar = pack();
  const aside = `${file}.${process.pid}.tmp`;
  const writing = pipeline(tar, createWriteStream(aside));
  tar.entry({ name: MANIFEST }, `${JSON.stringify(manifest, null, 2)}\n`);
  for (const { path, sizeBytes } of manifest.files) {
    await pipeline(
      createReadStream(join(folder, path)),
      tar.entry({ name: path, size: sizeBytes }),
    );
  }
  tar.finalize();
  await writing;
  await rename(aside, file);
}

async function readManifest(file: string, staging: string): Promise<BundleManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(staging, MANIFEST), "utf8")));
  } catch (error) {
    throw new UserError(
      `${file} was not written by \`dlpu setup --export\``,
      "Name the file that the export wrote.",
      { cause: error },
    );
  }
}

async function refuseOtherPython(
  manifest: BundleManifest,
  { environment, cacheFolder }: SetupContext,
): Promise<void> {
  const { version } = await getWorkerPython(environment, cacheFolder);
  if (minorOf(version) === manifest.python) return;
  throw new UserError(
    `The archive has packages for Python ${manifest.python}, and this machine's is ${version}`,
    "Set DLPU_PYTHON to the same Python on both machines, and export again.",
  );
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

async function adopt(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}

function damaged(file: string, path: string): EnvironmentError {
  return new EnvironmentError(
    `${file} is damaged: ${path} is not what its list says`,
    "Copy the archive again, or export it again.",
  );
}
