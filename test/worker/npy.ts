import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** One output of a model, or one input, over all samples. */
export interface Output {
  /** The samples first. */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Stores outputs as the worker's own `run` does: a file each, in their order. */
export function writeOutputs(folder: string, outputs: readonly Output[]): void {
  mkdirSync(folder, { recursive: true });
  for (const [index, output] of outputs.entries()) {
    writeFileSync(path.join(folder, `${index}.npy`), encodeNpy(output));
  }
}

/** Version 1.0 of numpy's format, little-endian float32. */
function encodeNpy({ shape, values }: Output): Buffer {
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const facts = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = `${facts.padEnd(117)}\n`;
  const magic = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0]);
  return Buffer.concat([magic, Buffer.from(header), Buffer.from(Float32Array.from(values).buffer)]);
}
