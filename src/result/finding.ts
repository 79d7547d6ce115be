/** How bad a finding is: an `error` fails the build, a `warning` marks it, `info` is advice. */
export type Severity = "error" | "warning" | "info";

/** What a finding is about. An operator is named by its position in the file's first subgraph. */
export interface Subject {
  readonly operator?: number;
  readonly tensor?: number;
  /** The operator's or tensor's name as written in the file; untrusted text. */
  readonly name?: string;
}

/** One observation about one model for one soc: data, turned into words only by a renderer. */
export interface Finding {
  /** Stable rule code, such as `AX-Q-003`. */
  readonly code: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** The numbers seen in this file. */
  readonly evidence: string;
  /** What the user can do about it. */
  readonly remedy: string;
  /** URL or document that the rule comes from. */
  readonly source: string;
}
