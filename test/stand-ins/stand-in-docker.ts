import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { vi } from "vitest";
import { makeFolder } from "../temporary-folder.ts";

/** A stand-in for `docker` with one image, in which shell scripts stand in for a compiler's programs. */
export interface StandInDocker extends AsyncDisposable {
  /** Each call's words, in order. */
  readonly calls: () => Promise<string[][]>;
}

export const STAND_IN_IMAGE = "registry.invalid/cnngen:stand-in";

/**
 * Puts a `docker` first on the PATH that knows `image inspect`, `run` and `kill`. A run starts the named program in the
 * folder that the call mounts, with an environment of the container's own.
 */
export async function makeStandInDocker(
  programs: Readonly<Record<string, string>>,
): Promise<StandInDocker> {
  const place = await makeFolder({ "bin/docker": dockerScript() });
  await mkdir(join(place.path, "programs"));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(place.path, "programs", name), `#!/bin/sh\n# Stand-in.\n${script}\n`);
    await chmod(join(place.path, "programs", name), 0o755);
  }
  await chmod(join(place.path, "bin", "docker"), 0o755);
  vi.stubEnv("PATH", [join(place.path, "bin"), process.env["PATH"]].join(delimiter));
  return {
    calls: async () => {
      const text = await readFile(join(place.path, "calls"), "utf8");
      return text
        .split("\n\n")
        .filter(Boolean)
        .map((call) => call.split("\n"));
    },
    [Symbol.asyncDispose]: async () => {
      vi.unstubAllEnvs();
      await place[Symbol.asyncDispose]();
    },
  };
}

function dockerScript(): string {
  return `#!/bin/sh
# Stand-in for docker: nothing is contained.
here=$(dirname "$(dirname "$0")")
printf '%s\\n' "$@" "" >> "$here/calls"
case "$1" in
  image) [ "$5" = ${STAND_IN_IMAGE} ] && echo sha256:0123abcd || exit 1 ;;
  run)
    while [ "$1" != ${STAND_IN_IMAGE} ]; do
      [ "$1" = --volume ] && bundle=\${2%:/bundle}
      shift
    done
    shift
    cd "$bundle" && exec env -i PATH="$here/programs:/usr/bin:/bin" "$@" ;;
esac
`;
}
