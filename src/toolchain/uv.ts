import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { exists, publishFolder } from "../io/files.ts";
import { sha256File } from "../io/hash.ts";
import { runProcess } from "../io/process.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import { getPythonWithPip } from "./python.ts";

/** uv's version and hashes, as a hashed requirements file. */
const UV_LOCK = join(PROJECT_ROOT, "worker", "requirements", "uv.txt");

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
  const folder = join(cacheFolder, "uv", (await sha256File(UV_LOCK)).slice(0, 16));
  const uv = join(folder, "bin", "uv");
  if (!(await exists(uv))) await publishFolder(folder, (aside) => installUv(aside, environment));
  return uv;
}

async function installUv(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const python = await getPythonWithPip(environment);
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  args.push("--root-user-action", "ignore", "--no-deps", "--only-binary", ":all:");
  args.push("--require-hashes", "--target", folder, "-r", UV_LOCK);
  const result = await runProcess(python.path, args, { timeoutMs: 300_000 });
  if (result.exitCode === 0) return;
  throw new EnvironmentError(
    `Cannot fetch uv with ${python.path}: ${lastLine(result.stderr)}`,
    "Check the network, PIP_INDEX_URL and proxy settings, or set DLPU_UV to an uv executable.",
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "no output";
}
