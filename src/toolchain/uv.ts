import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { runProcess } from "../io/process.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import { uv } from "./catalogue/python-tools.ts";
import { ensureInstalled } from "./install.ts";
import { listManifestFiles } from "./manifest.ts";
import { missingOffline, resolveNetwork } from "./network.ts";
import { getPythonWithPip } from "./python.ts";
import { findLinks } from "./wheels.ts";

/** uv's version and hashes, as a hashed requirements file. */
export const UV_LOCK = join(PROJECT_ROOT, "worker", "requirements", "uv.txt");

/**
 * The path of the pinned uv, fetched from its hashed wheel on first use.
 *
 * pip does the download, so that the user's index, mirror and proxy settings apply.
 */
export async function ensureUv(
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const own = environment["DLPU_UV"];
  if (own !== undefined) return own;
  const place = { cacheFolder, tool: "uv", version: uv.version };
  const { folder } = await ensureInstalled(place, {
    depth: "stamps",
    fill: async (aside) => {
      await installUv(aside, cacheFolder, environment);
      return await listManifestFiles(aside);
    },
  });
  return join(folder, "bin", "uv");
}

async function installUv(
  folder: string,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const python = await getPythonWithPip(environment);
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  args.push("--root-user-action", "ignore", "--no-deps", "--only-binary", ":all:");
  if (resolveNetwork(environment).offline) args.push("--no-index");
  args.push(...(await findLinks(cacheFolder)));
  args.push("--require-hashes", "--target", folder, "-r", UV_LOCK);
  const result = await runProcess(python.path, args, { timeoutMs: 300_000 });
  if (result.exitCode === 0) return;
  if (resolveNetwork(environment).offline) throw missingOffline(`uv ${uv.version}`);
  throw new EnvironmentError(
    `Cannot fetch uv with ${python.path}: ${lastLine(result.stderr)}`,
    "Check the network, PIP_INDEX_URL and proxy settings, or set DLPU_UV to an uv executable.",
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "no output";
}
