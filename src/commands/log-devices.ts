import type { Log } from "../io/log.ts";
import { describeDevice } from "../targets/devices.ts";
import { type Device } from "../result/device.ts";
import { devicesOf } from "../targets/parse-soc-list.ts";

/** Says of each product that the user named which soc it stands for, and who says so. */
export function logDevices(
  choices: readonly { readonly devices?: readonly Device[] }[],
  log: Log,
): void {
  for (const device of devicesOf(choices)) log.line(describeDevice(device));
}
