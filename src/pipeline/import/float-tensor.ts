/** An input of a float model, as samples are made for it. */
export interface FloatTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}
