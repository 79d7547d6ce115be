import { FOR_OLDER_RUNTIMES, type Legalizing } from "../legalizing.ts";
import { COMPILER_TENSORFLOW } from "./refusals/operator-versions.ts";

/** What makes edgetpu_compiler take files of today's converters. */
export const LEGALIZING: Legalizing = {
  rewrites: [
    { name: "first-subgraph", cures: ["A7-FILE-008", "AX-FMT-008"] },
    { name: "fixed-shapes", cures: ["A7-FILE-003"] },
    { name: "byte-edges", cures: ["AX-IO-006", "A7-GEN-001"] },
    { name: "split-groups", cures: ["A7-FILE-004"] },
    { name: "dense-as-convolution", cures: ["A7-FILE-001", "A7-FC-002", "A7-FC-003"] },
    { name: "lower-versions", cures: ["A7-FILE-001", "A7-FC-003"] },
    { name: "float-form", cures: ["A7-FILE-001"] },
    ...FOR_OLDER_RUNTIMES,
    { name: "channel-gather", cures: ["A7-GEN-000"] },
    { name: "fold-padding", cures: ["A7-GEN-000"] },
    { name: "plain-padding", cures: ["A7-GEN-000"] },
  ],
  tensorflow: COMPILER_TENSORFLOW,
  // Version 9 was seen on the CPU though TensorFlow 2.8 has it: rule A7-FC-003.
  newest: { FULLY_CONNECTED: 8 },
};
