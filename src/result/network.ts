/** What a file is as a network, by its operators and shapes. */
export interface Network {
  /** Multiply-accumulates of the first subgraph for one sample; `null` where a shape is not known. */
  readonly macs: number | null;
  /** The title of the family in Axis' model zoo that it has the structure of; `null` where none has it. */
  readonly family: string | null;
}
