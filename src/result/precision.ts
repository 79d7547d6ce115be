/** The arithmetic of a build: what its weights and activations are stored as. */
export const PRECISIONS = ["float32", "int8-per-tensor", "int8-per-channel"] as const;

export type Precision = (typeof PRECISIONS)[number];
