import type { CompilerId } from "../../targets/compiler-id.ts";
/** A tool that dlpu installs or takes from the user. */
export type ToolId = "uv" | "python" | "core" | "tensorflow" | CompilerId;

/** What a user sets up by name; the others come with them. */
export type SetupTool = Exclude<ToolId, "uv" | "python">;

/** Everything that is known about one version of one tool. */
export interface Tool {
  readonly id: ToolId;
  readonly title: string;
  readonly version: string;
  /** Where it runs. */
  readonly platform: string;
  /** The same as Node names it, where other machines need not even try. */
  readonly runsOn?: { readonly platform: NodeJS.Platform; readonly arch: NodeJS.Architecture };
  readonly licence: string;
  readonly neededBy: string;
  /** Rounded, of what is downloaded and of what then lies on disk; `undefined` where it could not be measured. */
  readonly downloadBytes: number | undefined;
  readonly installedBytes: number | undefined;
  /** In the order in which they are tried. */
  readonly sources: readonly ToolSource[];
  /** How the tool is asked for its version. */
  readonly asksVersion: string;
  /** What of this entry was checked, when, and what could not be. */
  readonly verification: string;
}

/** Where a tool comes from. */
export type ToolSource = UrlSource | IndexSource | UvSource | UserSource;

/** A file at a fixed address, known by its digest. */
export interface UrlSource {
  readonly kind: "url";
  readonly url: string;
  readonly digest: { readonly algorithm: "sha256" | "md5"; readonly hex: string };
}

/** The Python package index that the machine is set up for; the lock has the hash of every file. */
export interface IndexSource {
  readonly kind: "python-index";
  /** Below `worker/requirements/`. */
  readonly lock: string;
}

/** What uv itself knows the address and the hash of. */
export interface UvSource {
  readonly kind: "uv";
}

/** Licensed: only the user can bring it. */
export interface UserSource {
  readonly kind: "user";
  readonly how: string;
}

/** How one tool stands, or came to stand. */
export interface ToolState {
  readonly id: SetupTool;
  readonly title: string;
  readonly version: string;
  /** `absent`: only the user can bring it, or it does not run on this machine. */
  readonly outcome: "ready" | "installed" | "to install" | "absent" | "failed";
  /** Where it is, or why it is not. */
  readonly detail: string;
  /** What to do; empty where nothing is to be done. */
  readonly remedy: string;
}
