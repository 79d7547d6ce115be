import type { BuildStore } from "./stored-builds.ts";

/** Where a run works and writes, and what its content keys share. */
export interface RunFolders extends BuildStore {
  /** For files on their way; gone when the run ends. */
  readonly workFolder: string;
  /** SHA-256 over dlpu's own code and the locks of its worker. */
  readonly toolSha256: string;
}
