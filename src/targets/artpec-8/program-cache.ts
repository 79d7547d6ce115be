import { contextOf } from "../../check/operator-table.ts";
import type { Rule } from "../../check/rule.ts";
import { LAROD_BACKENDS } from "../../check/rules/sources.ts";
import { countConstants } from "../../graph/constants.ts";

const MIB = 1024 * 1024;
/** larod's cache of compiled programs, for all models on the camera. */
const CACHE_BYTES = 64 * MIB;

export const programCache: Rule = {
  code: "AX-SZ-801",
  severity: "warning",
  condition:
    "The model's constants alone exceed the 64 MiB that larod keeps for compiled programs of all models.",
  why: "A program that does not stay in the cache is compiled anew at each load, which takes minutes. The cache also holds 16 files at most: mind that in an application with many models.",
  remedy: "Use a smaller network or input, or quantize float weights to 8 bits.",
  source: `${LAROD_BACKENDS}, nbg-cache: 64 MiB and 16 files`,
  format: "tflite",
  find: (graph) => {
    const { sizeBytes } = countConstants(graph);
    if (sizeBytes <= CACHE_BYTES) return [];
    const { name } = contextOf(graph).subgraph;
    return [{ subject: { name }, evidence: `${(sizeBytes / MIB).toFixed(1)} MiB of constants` }];
  },
};
