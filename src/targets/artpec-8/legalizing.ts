import { FOR_OLDER_RUNTIMES, type Legalizing } from "../legalizing.ts";

/** Operands that the delegate wants in the file: sizes that follow from fixed shapes can stand there. */
const COMPUTED_OPERANDS = [
  ...["A8-RESHAPE-001", "A8-RESIZE-001", "A8-SSLICE-001", "A8-SLICE-001", "A8-EXPAND-001"],
  ...["A8-REVERSE-001", "A8-SCATTER-001", "A8-REDUCE-001", "A8-ONEHOT-001"],
];

/** What leaves less of a file to the CPU, and saves a pass over the image. */
export const LEGALIZING: Legalizing = {
  rewrites: [
    { name: "first-subgraph", cures: ["AX-FMT-008"] },
    { name: "fixed-shapes", cures: [...COMPUTED_OPERANDS, "A8-ALL-002"] },
    { name: "byte-edges", cures: ["AX-IO-006"] },
    { name: "fold-padding", cures: ["AX-OP-803"], operators: ["PAD", "PADV2"] },
    { name: "plain-padding", cures: ["AX-OP-803"] },
    { name: "narrow-indices", cures: ["AX-OP-809"] },
    { name: "split-groups", cures: ["A8-CONV-002"] },
    { name: "tile-as-concatenation", cures: ["AX-OP-803"] },
    ...FOR_OLDER_RUNTIMES,
  ],
};
