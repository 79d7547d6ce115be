/**
 * Names a place in the delegate that ARTPEC-8 is inferred to use.
 *
 * Axis does not say which delegate or version AXIS OS carries; its user logs and cache format speak for this one.
 */
export function delegateSource(lines: string): string {
  return `https://github.com/VeriSilicon/tflite-vx-delegate/blob/3f4759e/op_map.cc lines ${lines} (2025-01-07, read 2026-11-22; inferred for ARTPEC-8)`;
}
