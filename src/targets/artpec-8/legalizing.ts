import { FOR_OLDER_RUNTIMES, type Legalizing } from "../legalizing.ts";

/** What leaves less of a file to the CPU, and saves a pass over the image. */
export const LEGALIZING: Legalizing = {
  rewrites: [
    { name: "first-subgraph", cures: ["AX-FMT-008"] },
    { name: "fixed-shapes", cures: ["A8-RESHAPE-001", "A8-ALL-002"] },
    { name: "byte-edges", cures: ["AX-IO-006"] },
    { name: "fold-padding", cures: ["AX-OP-803"], operators: ["PAD", "PADV2"] },
    { name: "plain-padding", cures: ["AX-OP-803"] },
    ...FOR_OLDER_RUNTIMES,
  ],
};
