import type { DataType } from "../graph/data-type.ts";
import type { Precision } from "./precision.ts";
import type { Preprocess } from "./preprocess.ts";
import type { ReplacedOutput } from "./replaced-output.ts";

/** What an application must know to feed an artifact and to read its answers. */
export interface Contract {
  readonly schemaVersion: 1;
  readonly soc: string;
  /** The file that the application loads; for a compile bundle, the file that the compiler will write. */
  readonly file: string;
  readonly precision: Precision | "as given";
  readonly larodDevice: string;
  readonly inputs: readonly ContractInput[];
  readonly outputs: readonly ContractTensor[];
  /** Outputs of the source model that a cut left to the application; absent for a whole model. */
  readonly replaced?: readonly ReplacedOutput[];
}

export interface ContractTensor {
  /** Position in the model's list of inputs or outputs. */
  readonly index: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /** Size of the buffer that larod hands over, in bytes. */
  readonly sizeBytes: number;
  /** `real = scale × (stored − zeroPoint)`; `null` for values that are stored as they are. */
  readonly quantization: { readonly scale: number; readonly zeroPoint: number } | null;
  /**
   * `shape[i] === source.shape[permutation[i]]`: where each axis stands in the source model. From four axes on it may
   * move channels to the end, or to the front in a bundle; below, and else, it is `[0, 1, …]`, the source's order.
   */
  readonly permutation: readonly number[];
}

export interface ContractInput extends ContractTensor {
  readonly layout: "NHWC" | "NCHW" | "none";
  /** How an image becomes `real`; `null` for inputs that are no image. */
  readonly preprocess: Preprocess | null;
}

/** Whether the axes of a tensor stand in another order than in the source. */
export function isPermuted({ permutation }: ContractTensor): boolean {
  return permutation.some((from, axis) => from !== axis);
}
