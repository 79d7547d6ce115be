/** The systems on chip of Axis cameras, spelled like Axis' own URLs; `cpu` is any of them without its DLPU. */
export const SOCS = ["cpu", "artpec-7", "artpec-8", "artpec-9", "cv25", "cv75"] as const;

export type Soc = (typeof SOCS)[number];
