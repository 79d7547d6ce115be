import { FOR_OLDER_RUNTIMES, type Legalizing } from "../legalizing.ts";
import { KERNEL_SIZES } from "./ethos-n/kernel.ts";

/** What brings operators to the DLPU in a form that Arm's library takes. */
export const LEGALIZING: Legalizing = {
  rewrites: [
    { name: "first-subgraph", cures: ["AX-FMT-008"] },
    { name: "fixed-shapes", cures: ["A9-SHAPE-001", "A9-TYPE-001"] },
    { name: "byte-edges", cures: ["AX-IO-006"] },
    { name: "zero-bias", cures: ["A9-FC-001"] },
    { name: "split-groups", cures: ["A9-CONV-002"] },
    { name: "square-kernel", cures: ["A9-CONV-001", "A9-DW-001"] },
    { name: "dense-as-convolution", cures: ["AX-Q-004", "AX-OP-920"] },
    { name: "channel-gather", cures: ["AX-OP-900"] },
    { name: "fold-padding", cures: ["AX-OP-913", "AX-OP-931"], operators: ["PAD", "PADV2"] },
    { name: "trim-padding", cures: ["AX-OP-909"] },
    { name: "channel-padding", cures: ["AX-OP-913"] },
    { name: "tie-quantization", cures: ["A9-REQUANT-001", "A9-SPLIT-003"] },
    { name: "relu-as-quantize", cures: ["A9-REQUANT-001"] },
    {
      name: "average-as-depthwise",
      cures: ["A9-REQUANT-001", "A9-MEAN-001", "A9-POOL-003", "AX-OP-911", "AX-OP-912"],
    },
    { name: "stepwise-requantize", cures: ["AX-OP-907"] },
    ...FOR_OLDER_RUNTIMES,
  ],
  kernels: KERNEL_SIZES,
};
