/** Where the shared rules come from; all read on 2026-11-22. */
const AXIS_VISION = "https://developer.axis.com/computer-vision";
const EXAMPLES = "https://github.com/AxisCommunications/acap-native-sdk-examples";

export const AXIS_FRAMEWORKS = `${AXIS_VISION}/computer-vision-on-device/supported-frameworks (read 2026-11-22)`;
export const AXIS_QUANTIZATION = `${AXIS_VISION}/computer-vision-on-device/quantization (read 2026-11-22)`;
export const AXIS_CONVERSION = `${AXIS_VISION}/computer-vision-on-device/dlpu-model-conversion (read 2026-11-22)`;
export const AXIS_ARCHITECTURES = `${AXIS_VISION}/computer-vision-on-device/general-suggestions (read 2026-11-22)`;
export const AXIS_TIPS = `${AXIS_VISION}/computer-vision-on-device/optimization-tips (read 2026-11-22)`;
export const AXIS_A8_TIPS = `${AXIS_VISION}/on-device/system-on-chip/artpec-8/optimization-tips/ (read 2026-11-22)`;
export const AXIS_A9_TIPS = `${AXIS_VISION}/on-device/system-on-chip/artpec-9/optimization-tips/ (read 2026-11-22)`;
export const AXIS_CV25_CONVERSION = `${AXIS_VISION}/on-device/system-on-chip/cv25/model-conversion/ (read 2026-11-22)`;
export const AXIS_CV75_CONVERSION = `${AXIS_VISION}/on-device/system-on-chip/cv75/model-conversion/ (read 2026-11-22)`;
export const AXIS_ONNX_TO_CV25 = `${AXIS_VISION}/on-device/how-to-guides/onnx-to-cv25 (read 2026-11-22)`;
export const AXIS_CPU_VS_DLPU = `${AXIS_VISION}/on-device/cpu-vs-dlpu (read 2026-11-22)`;
export const LAROD_BACKENDS =
  "https://developer.axis.com/acap/api/src/api/larod/html/ (read 2026-11-22)";
export const LAROD_PREPROCESSING = `${LAROD_BACKENDS}, preprocessing`;
export const VDO_LAROD = `${EXAMPLES}/tree/main/vdo-larod, app/model.c (read 2026-11-22)`;
export const DETECTION_CV25 = `${EXAMPLES}/tree/main/object-detection-cv25, README.md (read 2026-11-22)`;
export const AXIS_MODEL_ZOO =
  "https://github.com/AxisCommunications/axis-model-zoo (commit f49574a, read 2026-11-22)";
export const LITERT_VERSIONS =
  "version tables of https://github.com/google-ai-edge/LiteRT (read 2026-11-22)";

/** An issue of Axis' SDK examples. */
export function examplesIssue(number: number): string {
  return `${EXAMPLES}/issues/${number} (read 2026-11-22)`;
}
