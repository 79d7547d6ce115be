import type { Shape4 } from "./npu-tensor.ts";

/**
 * The variant that sizes are judged for: an Ethos-N78 of 4 TOPS with 8 engines of 2 SRAMs each.
 *
 * Axis names no variant. The published speeds ask for 4 or 8 TOPS; the smaller of the two is assumed, so that what
 * fits here fits the larger one as well. Source: CapabilitiesInternal.cpp in Arm's Ethos-N driver stack 25.03
 * (https://github.com/ARM-software/ethos-n-driver-stack, read 2026-11-22).
 */
export const SRAM_COUNT = 16;
export const SRAM_TOTAL_BYTES = 1024 * 1024;
export const SRAM_EACH_BYTES = SRAM_TOTAL_BYTES / SRAM_COUNT;
/** Room for one kernel of the programmable layer engine, in each SRAM. */
export const KERNEL_CODE_BYTES = 4096;
/** Input channels that the engines work on at once: 8 engines × 2. */
export const CHANNELS_AT_ONCE = 16;
/** Activations are stored in bricks of this many rows, columns and channels. */
export const BRICK = { height: 8, width: 8, channels: 16 } as const;

/** Bytes of an 8-bit tensor in SRAM, where every size is rounded up to whole bricks. */
export function bytesInBricks([batch, height, width, channels]: Shape4): number {
  return (
    batch *
    roundUp(height, BRICK.height) *
    roundUp(width, BRICK.width) *
    roundUp(channels, BRICK.channels)
  );
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

export function roundDown(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
