import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { type Activation } from "../../../graph/operator-options.ts";
import { fusedActivationOf } from "../../../graph/options-of.ts";
import { type NpuTensor, sameQuantization, toNpuTensor, toNpuTensors } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import {
  canRequantize,
  describeQuantization,
  describeTanhOutput,
  renderScale,
} from "./quantization.ts";

/** For operators that move or select values: they can't change the meaning of an integer. */
export const SAME_QUANTIZATION: OperatorConstraint = {
  code: "A9-REQUANT-001",
  condition:
    "Input and output of an operator that only moves, selects or averages values have different scales or zero points.",
  why: `${LEAVES_DLPU} Arm's library compares scale and zero point exactly here; the published table does not say so.`,
  remedy:
    "For MEAN, use AveragePooling2D over the whole 7×7 or 8×8: TFLite's converter quantizes its input and output alike, as it does for pools, pads and transposes. Fuse a RELU into the layer before it.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    if (tensors === undefined || sameQuantization(tensors.input, tensors.output)) return undefined;
    return `input ${describeQuantization(tensors.input)}, output ${describeQuantization(tensors.output)}`;
  },
};

/** For operators whose output has the dtype of their input. */
export const SAME_TYPE: OperatorConstraint = {
  code: "A9-TYPE-002",
  condition: "Input and output of the operator have different dtypes.",
  why: `${LEAVES_DLPU} Only QUANTIZE may turn int8 into uint8.`,
  remedy: "Keep one dtype through the model and place a QUANTIZE at its ends.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    if (tensors === undefined || tensors.input.dtype === tensors.output.dtype) return undefined;
    return `input ${tensors.input.dtype}, output ${tensors.output.dtype}`;
  },
};

/** For operators that bring several scales to one; one input or many. */
export const REQUANTIZABLE: OperatorConstraint = {
  code: "AX-OP-907",
  condition: "An input scale of CONCATENATION or QUANTIZE is 128 times the output scale or more.",
  why: LEAVES_DLPU,
  remedy:
    "Bring the ranges of the joined tensors closer together (normalise boxes to 0..1), or leave the tensors as separate outputs.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const output = toNpuTensor(operator.outputs[0]);
    if (output === undefined) return undefined;
    const input = toNpuTensors(operator.inputs)?.find(
      ({ scale }) => !canRequantize(scale, output.scale),
    );
    return input && `input scale ${renderScale(input.scale)}, output ${renderScale(output.scale)}`;
  },
};

/** For operators with a fused activation: the NPU runs it as an operator of its own on the output's quantization. */
export const FUSED_ACTIVATION: OperatorConstraint = {
  code: "A9-ACT-001",
  condition:
    "The fused activation is not one that the DLPU has: SIGN_BIT, or TANH on an output whose scale is not 1/128.",
  why: LEAVES_DLPU,
  remedy: "Use RELU6 or RELU as the activation.",
  source: ARMNN_BACKEND,
  violated: (operator) => {
    const output = inputAndOutput(operator)?.output;
    return output && describeActivation(fusedActivationOf(operator), output);
  },
};

function describeActivation(activation: Activation, output: NpuTensor): string | undefined {
  if (activation === "SIGN_BIT" || activation === "UNKNOWN") return activation;
  return activation === "TANH" ? describeTanhOutput(output) : undefined;
}
