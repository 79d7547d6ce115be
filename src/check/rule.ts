import type { Graph } from "../graph/graph.ts";
import type { Severity, Subject } from "../result/finding.ts";
import type { TensorRanges } from "./tensor-range.ts";

/** A statement about models for a target, with everything that a reader of a report or of docs/rules.md wants to know. */
export interface Rule {
  /** Stable code, such as `AX-Q-003`. */
  readonly code: string;
  readonly severity: Severity;
  /** When it fires, in one sentence. */
  readonly condition: string;
  /** What happens on the camera then. */
  readonly why: string;
  /** What the user can do: a converter's flag, a change of code, a replacement. */
  readonly remedy: string;
  /** URL or document and the day it was read. */
  readonly source: string;
  /** The only file format that the rule can judge; any if absent. */
  readonly format?: Graph["format"];
  /** The places in a graph where it fires; none where the model is fine. */
  readonly find: (graph: Graph, context: CheckContext) => readonly Violation[];
}

/** One place where a rule fires; severity and remedy are the rule's own unless this case has better ones. */
export interface Violation {
  readonly subject: Subject;
  /** The numbers seen in this file. */
  readonly evidence: string;
  readonly remedy?: string;
  readonly severity?: Severity;
}

/** What a rule may know besides the graph. */
export interface CheckContext {
  /** The oldest AXIS OS that the artifact must run on, such as `11.11`, when the user named one. */
  readonly axisOs: string | undefined;
  /** What the tensors were seen to hold in float; absent for a file that dlpu did not quantize. */
  readonly ranges?: TensorRanges;
  /** Whether a build hands the file on to the target's compiler: what becomes of that, the build says itself. */
  readonly goesToCompiler?: boolean;
}

/** The same rule at another severity, for a target that takes it more or less seriously. */
export function withSeverity(rule: Rule, severity: Severity): Rule {
  return { ...rule, severity };
}
