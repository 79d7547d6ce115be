import { installGo } from "../../../scripts/install-tools.ts";

/** The pinned act: `DLPU_ACT`, else built from the Go module proxy on first use. */
export async function installAct(): Promise<string> {
  return process.env["DLPU_ACT"] ?? (await installGo("github.com/nektos/act", "v0.2.89"));
}
