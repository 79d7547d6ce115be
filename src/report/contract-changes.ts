import type { Contract, ContractInput, ContractTensor } from "../result/contract.ts";

/** One thing that an application sees differently when it loads the new artifact. */
export interface ContractChange {
  /**
   * `breaking`: the application's code or buffers must change. `constants`: a rebuild with the new `model_params.h` is
   * enough.
   */
  readonly kind: "breaking" | "constants";
  /** Where and from what to what; names are untrusted text. */
  readonly what: string;
}

/** Compares what two artifacts demand of the application that loads them. */
export function findContractChanges(base: Contract, head: Contract): ContractChange[] {
  return [
    ...changed("breaking", "larod device", base.larodDevice, head.larodDevice),
    ...changed("breaking", "file", base.file, head.file),
    ...tensorListChanges("input", base.inputs, head.inputs, inputChanges),
    ...tensorListChanges("output", base.outputs, head.outputs, tensorChanges),
  ];
}

function tensorListChanges<T extends ContractTensor>(
  what: "input" | "output",
  base: readonly T[],
  head: readonly T[],
  compare: (where: string, base: T, head: T) => ContractChange[],
): ContractChange[] {
  if (base.length !== head.length) {
    return changed("breaking", `number of ${what}s`, base.length, head.length);
  }
  return head.flatMap((tensor, index) => {
    const before = base[index];
    return before === undefined ? [] : compare(`${what} ${index}`, before, tensor);
  });
}

function inputChanges(where: string, base: ContractInput, head: ContractInput): ContractChange[] {
  return [
    ...tensorChanges(where, base, head),
    ...changed("breaking", `${where} layout`, base.layout, head.layout),
    ...changed("breaking", `${where} preprocessing`, base.preprocess, head.preprocess),
  ];
}

function tensorChanges(where: string, base: ContractTensor, head: ContractTensor) {
  return [
    ...changed("breaking", `${where} shape`, base.shape, head.shape),
    ...changed("breaking", `${where} order of axes`, base.permutation, head.permutation),
    ...changed("breaking", `${where} type`, base.dtype, head.dtype),
    ...changed("constants", `${where} scale`, base.quantization?.scale, head.quantization?.scale),
    ...changed(
      "constants",
      `${where} zero point`,
      base.quantization?.zeroPoint,
      head.quantization?.zeroPoint,
    ),
  ];
}

function changed(
  kind: ContractChange["kind"],
  what: string,
  base: unknown,
  head: unknown,
): ContractChange[] {
  const [before, after] = [show(base), show(head)];
  return before === after ? [] : [{ kind, what: `${what}: ${before} → ${after}` }];
}

function show(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
