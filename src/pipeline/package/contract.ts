import type { Preprocess } from "../../config/schema.ts";
import { bitsPerElement } from "../../graph/element-size.ts";
import type { DataType, Dimension, Graph, Tensor } from "../../graph/graph.ts";
import { perTensorQuantization } from "../../graph/quantization-granularity.ts";
import type { Precision } from "../../targets/precision.ts";
import type { Target } from "../../targets/target.ts";
import type { AxisOrders } from "../../worker/method-params.ts";
import type { ReplacedOutput } from "../import/replaced-output.ts";

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
   * `shape[i] === source.shape[permutation[i]]`: where each axis stands in the source model. Channels-last is the only
   * change that is made, and only from four axes on; `[0, 1, …]` is the source's own order.
   */
  readonly permutation: readonly number[];
}

export interface ContractInput extends ContractTensor {
  readonly layout: "NHWC" | "NCHW" | "none";
  /** How an image becomes `real`; `null` for inputs that are no image. */
  readonly preprocess: Preprocess | null;
}

/**
 * Reads the contract of a static `.tflite` or `.onnx` file for a target from its graph.
 *
 * `sourceAxes` are permutations from the source's axes to the file's; `null` where the file has the source's.
 */
export function contractOf(
  graph: Graph,
  target: Target,
  precision: Contract["precision"],
  preprocess: Preprocess,
  sourceAxes: AxisOrders | null,
): Contract {
  const main = graph.subgraphs[0];
  const { fileName, larodDevice, inputLayout } = target.application;
  return {
    schemaVersion: 1,
    soc: target.soc,
    file: fileName,
    precision,
    larodDevice,
    inputs: (main?.inputs ?? []).map((tensor, index) => ({
      ...contractTensor(tensor, index, sourceAxes?.inputs[index]),
      layout: isImage(tensor, inputLayout) ? inputLayout : "none",
      preprocess: isImage(tensor, inputLayout) ? preprocess : null,
    })),
    outputs: (main?.outputs ?? []).map((tensor, index) =>
      contractTensor(tensor, index, sourceAxes?.outputs[index]),
    ),
  };
}

/** Whether a tensor has the form of one image: rank 4 with 1, 3 or 4 channels where the layout has them. */
export function isImage(tensor: Pick<Tensor, "shape">, layout: "NHWC" | "NCHW"): boolean {
  const channels = tensor.shape?.at(layout === "NHWC" ? 3 : 1);
  return tensor.shape?.length === 4 && [1, 3, 4].some((count) => count === channels);
}

/** Whether the axes of a tensor stand in another order than in the source. */
export function isPermuted({ permutation }: ContractTensor): boolean {
  return permutation.some((from, axis) => from !== axis);
}

function contractTensor(
  tensor: Tensor,
  index: number,
  permutation: readonly number[] | undefined,
): ContractTensor {
  const shape = (tensor.shape ?? []).map(staticSize);
  return {
    index,
    name: tensor.name,
    shape,
    dtype: tensor.dtype,
    sizeBytes:
      shape.reduce((product, size) => product * size, 1) *
      Math.ceil((bitsPerElement(tensor.dtype) ?? 0) / 8),
    quantization: perTensorQuantization(tensor) ?? null,
    permutation: permutation ?? shape.map((_, axis) => axis),
  };
}

/** An open size counts as 1, as larod and LiteRT allocate it. */
function staticSize(size: Dimension): number {
  return typeof size === "number" && size > 0 ? size : 1;
}
