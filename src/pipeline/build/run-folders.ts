/** Where a run works and writes, and what its content keys share. */
export interface RunFolders {
  readonly outFolder: string;
  /** For files on their way; gone when the run ends. */
  readonly workFolder: string;
  /** SHA-256 over dlpu's own code and the locks of its worker. */
  readonly toolSha256: string;
}
