import type { Config } from "../../config/config.ts";
import type { ConfigRequest } from "../../config/load.ts";
import { logDevices } from "../../commands/log-devices.ts";
import type { Log } from "../../io/log.ts";
import { countOf } from "../../words/numbers.ts";

/** Says what was found and why, so that a first run without any input explains itself. */
export function describeConfig(config: Config, request: ConfigRequest, log: Log): void {
  const why =
    request.models.length > 0
      ? `named by the input models (${request.models.join(", ")})`
      : `listed in ${request.configPath ?? "dlpu.yml"}, or found below ${config.root}`;
  logDevices(
    config.models.flatMap(({ targets }) => targets),
    log,
  );
  log.line(`${countOf(config.models.length, "model")}, ${why}:`);
  for (const { shownPath, targets, calibration } of config.models) {
    const socs = targets.map(({ soc }) => soc).join(", ");
    const data =
      calibration === undefined
        ? "no calibration data, so synthetic noise: fidelity will say nothing about accuracy"
        : countOf(calibration.files.length, "calibration file");
    log.line(`  ${shownPath} for ${socs}; ${data}`);
  }
}
