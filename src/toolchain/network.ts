import { EnvironmentError } from "../errors.ts";

/** What a run may ask the network for. */
export interface Network {
  /** Set by `DLPU_OFFLINE=1`: nothing is downloaded. */
  readonly offline: boolean;
  /** Set by `DLPU_MIRROR`: a URL below which files are looked for by name before their own addresses are tried. */
  readonly mirror: string | undefined;
}

/** Reads the network settings of an environment. */
export function resolveNetwork(environment: NodeJS.ProcessEnv): Network {
  const offline = environment["DLPU_OFFLINE"] ?? "";
  const mirror = environment["DLPU_MIRROR"] ?? "";
  return {
    offline: !["", "0", "false"].includes(offline),
    mirror: mirror === "" ? undefined : mirror.replace(/\/+$/, ""),
  };
}

/** Says what an offline machine lacks and how it gets there. */
export function missingOffline(what: string, reason?: string): EnvironmentError {
  return new EnvironmentError(
    `${what} is not on this machine, and DLPU_OFFLINE forbids to download it${reason === undefined ? "" : ` (${reason})`}`,
    "On a machine with a network run `dlpu setup` with the same options and `--export toolchains.tar`, bring the file here, and run `dlpu setup --import toolchains.tar`.",
    { code: "DLPU-OFFLINE" },
  );
}
