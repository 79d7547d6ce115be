/** What the Edge TPU compiler says of some operators in its report. */
export interface StatusMeaning {
  /** Exactly as printed. */
  readonly status: string;
  readonly isMapped: boolean;
  readonly meaning: string;
}

/** Every status found in public logs of edgetpu_compiler 1.0 to 16.0 (2026-11-22). */
export const STATUSES: readonly StatusMeaning[] = [
  { status: "Mapped to Edge TPU", isMapped: true, meaning: "runs on the Edge TPU" },
  {
    status: "Operation is otherwise supported, but not mapped due to some unspecified limitation",
    isMapped: false,
    meaning: "supported in general, but not at this size or with these settings",
  },
  {
    status: "More than one subgraph is not supported",
    isMapped: false,
    meaning: "supported, but behind an operator that is not",
  },
  {
    status: "Operation is working on an unsupported data type",
    isMapped: false,
    meaning: "its tensors are not 8 bits wide",
  },
  {
    status: "Operation not supported",
    isMapped: false,
    meaning: "the Edge TPU has no such operator",
  },
  {
    status: "Operation version not supported",
    isMapped: false,
    meaning: "the operator is known, but this version of it is too new",
  },
  {
    status: "Tensor has unsupported rank (up to 3 innermost dimensions mapped)",
    isMapped: false,
    meaning: "more than three dimensions are larger than 1",
  },
  {
    status: "Filter, bias, or other param is not constant at compile-time",
    isMapped: false,
    meaning: "its weights are computed by the model itself",
  },
  {
    status: "Only Strided-Slice with unitary strides supported",
    isMapped: false,
    meaning: "it skips elements",
  },
  {
    status: "For example, a fully-connected or softmax layer with 2D output",
    isMapped: false,
    meaning: "its output has more than one row",
  },
];

/** What a printed status means; `undefined` for one that no public log has. */
export function findStatus(status: string): StatusMeaning | undefined {
  return STATUSES.find((known) => known.status === status);
}
