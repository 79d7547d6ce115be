import type { Operator } from "./graph.ts";

/** An operator that stands for a part of the model already compiled for an accelerator. */
export interface CompiledOperator {
  readonly accelerator: "edge-tpu" | "ethos-u" | "verisilicon" | "litert-npu" | "other";
  /** The opaque program and its settings, or nothing when the format keeps it in a tensor. */
  readonly program: Uint8Array | undefined;
}

/**
 * Custom operator names of known compilers.
 *
 * Sources: google-coral/libedgetpu `tflite/edgetpu_delegate_for_custom_op.cc`; Arm Vela (`ethos-u`), whose command
 * stream is operand 0; VeriSilicon/tflite-vx-delegate `op_map.cc` (`vsi-npu`); LiteRT `DISPATCH_OP` (read 2026-11-22).
 */
const ACCELERATORS: ReadonlyMap<string, CompiledOperator["accelerator"]> = new Map([
  ["edgetpu-custom-op", "edge-tpu"],
  ["ethos-u", "ethos-u"],
  ["vsi-npu", "verisilicon"],
  ["DISPATCH_OP", "litert-npu"],
]);

/** Recognises a delegate's compiled program; `undefined` for an ordinary operator. */
export function findCompiled(operator: Operator): CompiledOperator | undefined {
  if (operator.name === "DELEGATE") return { accelerator: "other", program: undefined };
  const accelerator = ACCELERATORS.get(operator.customName ?? "");
  if (accelerator === undefined) return undefined;
  const program = operator.options.kind === "Custom" ? operator.options.data : undefined;
  const isKeptInTensor = accelerator === "ethos-u";
  return { accelerator, program: isKeptInTensor ? operator.inputs[0]?.data?.bytes : program };
}
