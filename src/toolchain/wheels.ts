import { join } from "node:path";
import { exists } from "../io/files.ts";
import { resolveNetwork } from "./network.ts";

/** Where Python packages lie that were brought in by `dlpu setup --import`. */
export function wheelFolder(cacheFolder: string): string {
  return join(cacheFolder, "wheels");
}

/** What makes pip or uv take brought-in packages first, and nothing else where the network is forbidden. */
export async function wheelArguments(
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const folder = wheelFolder(cacheFolder);
  return [
    ...(resolveNetwork(environment).offline ? ["--no-index"] : []),
    ...((await exists(folder)) ? ["--find-links", folder] : []),
  ];
}
