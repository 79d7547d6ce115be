/** An output of the source model that a cut leaves to the application. */
export interface ReplacedOutput {
  readonly name: string;
  /** The model's new outputs that it is computed from. */
  readonly from: readonly string[];
  /** What computes it, in order, as the source model names it; a join with its axis there. */
  readonly operators: readonly string[];
  /** Tensors that it needs as well and that the cut leaves out; empty where the application can compute it. */
  readonly missing: readonly string[];
}
