import type { AxisOrders } from "../../worker/method-params.ts";
import type { Contract, ContractTensor } from "../../result/contract.ts";
import type { Preprocess } from "../../result/preprocess.ts";
import { bitsPerElement } from "../../graph/element-size.ts";
import type { Dimension, Graph, Tensor } from "../../graph/graph.ts";
import { perTensorQuantization } from "../../graph/quantization-granularity.ts";
import type { Target } from "../../targets/target.ts";

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
