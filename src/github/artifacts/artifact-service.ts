/**
 * Why artifacts cannot be stored from here; `undefined` where they can.
 *
 * GitHub Enterprise Server has no service of this version (actions/upload-artifact, README, read 2026-11-22).
 */
export function reasonForNoArtifacts(environment: NodeJS.ProcessEnv): string | undefined {
  const host = new URL(environment["GITHUB_SERVER_URL"] ?? "https://github.com").hostname;
  const isGithub = host === "github.com" || host.endsWith(".ghe.com");
  if (!isGithub) return `${host} has no artifact service that this action can use`;
  const token = environment["ACTIONS_RUNTIME_TOKEN"] ?? "";
  return token === "" ? "this runner offers no artifact service" : undefined;
}
