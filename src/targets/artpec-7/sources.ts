/** Axis' list of the operators that the Edge TPU in ARTPEC-7 runs, with their limits (an excerpt of Coral's table). */
export const AXIS_LIST =
  "https://developer.axis.com/computer-vision/on-device/system-on-chip/artpec-7/supported-ops/ (read 2026-11-22)";

/** Coral's own table; its limits were read in the copy of 2019 that this page links, its names in one of 2024. */
export const CORAL_LIST =
  "https://coral.ai/docs/edgetpu/models-intro/#supported-operations, by https://github.com/dgist-datalab/Datalab_Intern/blob/master/Edge_TPU/convert_model_for_Edge_TPU.md (read 2026-11-22)";

/** What Coral asks of every model: 8 bit, static sizes, constant parameters, three dimensions. */
export const CORAL_REQUIREMENTS =
  "https://coral.ai/docs/edgetpu/models-intro/#model-requirements (read 2026-11-22)";

/** Published models that stand beside their compiled twin: what is missing in the twin was mapped. */
export const COMPILED_PAIRS =
  "151 published models compared with their compiled twins, edgetpu_compiler 1.0 to 16.0 (2026-11-22)";

/** Users' logs and the maintainers' answers. */
export function edgetpuIssue(number: number): string {
  return `https://github.com/google-coral/edgetpu/issues/${number} (read 2026-11-22)`;
}

/** What becomes of an operator that the Edge TPU does not take. */
export const LEAVES_TPU =
  "The compiler leaves the operator on the CPU, together with all operators that depend on it: it maps one subgraph.";
