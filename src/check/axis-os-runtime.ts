/** The TensorFlow Lite that larod of an AXIS OS release carries. */
export interface TfliteRuntime {
  readonly axisOs: string;
  readonly version: string;
  readonly source: string;
}

/**
 * The releases whose runtime is publicly known. Axis keeps the others in each firmware's software bill of materials:
 * https://developer.axis.com/computer-vision/computer-vision-on-device/supported-frameworks (read 2026-11-22).
 */
export const KNOWN_RUNTIMES: readonly TfliteRuntime[] = [
  {
    axisOs: "10.6",
    version: "2.3.1",
    source: "https://github.com/AxisCommunications/acap3-examples/issues/130 (read 2026-11-22)",
  },
];

/** The runtime of this AXIS OS (`10.6` or `10.6.2`), where it is known. */
export function findTfliteRuntime(axisOs: string): TfliteRuntime | undefined {
  return KNOWN_RUNTIMES.find((known) => `${axisOs}.`.startsWith(`${known.axisOs}.`));
}

/** Negative, zero or positive as dotted version `a` is older than, equal to or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [partsA, partsB] = [a, b].map((version) => version.split(".").map(Number));
  const length = Math.max(partsA?.length ?? 0, partsB?.length ?? 0);
  for (let position = 0; position < length; position += 1) {
    const difference = (partsA?.[position] ?? 0) - (partsB?.[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
