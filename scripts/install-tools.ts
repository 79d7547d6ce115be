import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { exists } from "../src/io/files.ts";

const ACTIONLINT = "v1.7.12";
const ZIZMOR = "1.32.0";

/** Where tools for development are kept between runs. */
export function toolFolder(name: string): string {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "dlpu", "tools", name);
}

/** The pinned actionlint, built from the Go module proxy on first use. */
export async function installActionlint(): Promise<string> {
  return await installGo("github.com/rhysd/actionlint/cmd/actionlint", ACTIONLINT);
}

/** Builds a pinned Go program on first use. */
export async function installGo(module: string, version: string): Promise<string> {
  const name = module.split("/").at(-1) ?? module;
  const folder = toolFolder(`${name}-${version}`);
  const program = join(folder, name);
  if (!(await exists(program))) {
    await execa("go", ["install", `${module}@${version}`], { env: { GOBIN: folder } });
  }
  return program;
}

/** The pinned zizmor, from its wheel on the package index on first use. */
export async function installZizmor(): Promise<string> {
  const folder = toolFolder(`zizmor-${ZIZMOR}`);
  const program = join(folder, "bin", "zizmor");
  if (!(await exists(program))) {
    const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder];
    await execa("python3", ["-m", "pip", "install", ...options, `zizmor==${ZIZMOR}`]);
  }
  return program;
}
