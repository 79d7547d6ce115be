import { join } from "node:path";
import { EnvironmentError, UserError } from "../errors.ts";
import { sha256File } from "../io/hash.ts";
import { findProgramFolder, isExecutable, runProcess } from "../io/process.ts";
import type { CompilerSource } from "./catalogue/compiler-source.ts";
import type { CompilerId } from "../targets/compiler-id.ts";
import { findCompilerArchive, readOrigin } from "./compiler-archive.ts";
import type { Depth } from "./manifest.ts";

/** A vendor's compiler on this machine: programs in a folder, or in a container image. */
export type Compiler = {
  /** What content keys and results record of it: the hash of what runs. */
  readonly identity: string;
  /** Where it came from: an address, or who named it. */
  readonly origin: string;
} & (
  | { readonly kind: "folder"; readonly folder: string }
  | {
      readonly kind: "image";
      readonly image: string;
      /** `docker` or `podman`. */
      readonly runtime: string;
    }
);

/** What is asked for: a compiler by the program that it is known by. */
export interface CompilerQuery {
  readonly tool: CompilerId;
  readonly program: string;
  /** Names a folder with the programs. */
  readonly environmentVariable: string;
  /** What the user's configuration says, if anything. */
  readonly source: CompilerSource | undefined;
}

/**
 * The compiler, where it is: what the configuration names, else the variable's folder, the `PATH`, or what
 * `dlpu setup` installed. It downloads nothing.
 *
 * @throws UserError when the configuration names something that is not there.
 */
export async function findCompiler(
  query: CompilerQuery,
  cacheFolder: string,
  depth: Depth = "stamps",
): Promise<Compiler | undefined> {
  const { program, tool, source } = query;
  if (source?.kind === "folder") return await inNamedFolder(query, source.folder);
  if (source?.kind === "image") return await inImage(source.image);
  const named = await findProgramFolder(program, query.environmentVariable);
  if (source === undefined && named !== undefined)
    return await inFolder(named, program, `${query.environmentVariable} or the PATH`);
  const installed = await findCompilerArchive(tool, source, cacheFolder, depth);
  if (installed === undefined) return undefined;
  const folder = await findPrograms(installed, program);
  if (folder === undefined) return undefined;
  return await inFolder(folder, program, await readOrigin(installed));
}

/** Where in an unpacked or installed toolchain its programs lie, if they do. */
export async function findPrograms(folder: string, program: string): Promise<string | undefined> {
  for (const place of ["", "bin", "usr/bin"]) {
    if (await isExecutable(join(folder, place, program))) return join(folder, place);
  }
  return undefined;
}

async function inNamedFolder({ tool, program }: CompilerQuery, folder: string): Promise<Compiler> {
  const programs = await findPrograms(folder, program);
  if (programs !== undefined) return await inFolder(programs, program, IN_CONFIGURATION);
  throw new UserError(
    `${folder}, which dlpu.yml names for ${tool}, has no program ${program}`,
    `Name the folder in which ${program} lies, or the one above its bin folder.`,
  );
}

async function inFolder(folder: string, program: string, origin: string): Promise<Compiler> {
  const hash = await sha256File(join(folder, program));
  return { kind: "folder", folder, identity: `${program} sha256:${hash}`, origin };
}

const IN_CONFIGURATION = "toolchains in dlpu.yml";

async function inImage(image: string): Promise<Compiler> {
  for (const runtime of ["docker", "podman"]) {
    const args = ["image", "inspect", "--format", "{{.Id}}", image];
    const result = await runProcess(runtime, args, { timeoutMs: 30_000 });
    if (result.exitCode !== 0) continue;
    const identity = `${image} ${result.stdout.trim()}`;
    return { kind: "image", image, runtime, identity, origin: IN_CONFIGURATION };
  }
  throw new EnvironmentError(
    `The container image ${image}, which dlpu.yml names, is not on this machine`,
    `Run \`docker pull ${image}\` (or podman) in an earlier step, logged in where the registry asks for it.`,
  );
}
