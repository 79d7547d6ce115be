import type { Target } from "../../targets/target.ts";

/**
 * Renders the part of an ACAP `manifest.json` that depends on the model's soc.
 *
 * Fields as in acap-native-sdk-examples' vdo-larod manifests, schema 2.x (read 2026-11-22).
 */
export function renderManifestFragment(target: Target): string {
  const { larodDevice, fileName, claimsDlpu, architecture } = target.application;
  const runOptions = `${larodDevice} /usr/local/packages/APP_NAME/model/${fileName}`;
  const fragment = {
    schemaVersion: "2.2.0",
    acapPackageConf: { setup: { ...(architecture === "any" ? {} : { architecture }), runOptions } },
    resources: {
      linux: { user: { groups: ["video"] } },
      ...(claimsDlpu ? { deepLearningProcessor: { enabled: true, required: true } } : {}),
    },
  };
  return `${JSON.stringify(fragment, null, 2)}\n`;
}
