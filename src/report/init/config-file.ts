import { stringify } from "yaml";

/** Renders a first `dlpu.yml` for models at these paths: what is known is set, what only the user knows is a comment. */
export function renderConfigFile(models: readonly string[]): string {
  return [
    "# What dlpu builds; every key: docs/configuration.md of dlpu.",
    "socs: [cpu, artpec-7, artpec-8, artpec-9, cv25, cv75]",
    "models:",
    ...models.flatMap(renderEntry),
    "",
  ].join("\n");
}

function renderEntry(path: string): string[] {
  return [
    `  - path: ${stringify(path).trimEnd()}`,
    "    # preprocess: { resize: stretch, color: rgb, mean: 0, std: 255 } # x = (pixel - mean) / std",
    "    # calibration: calibration # 100 to 200 images from the camera: a folder, a glob, or .npy",
    "    # evaluation: { data: evaluation, labels: evaluation/labels.csv } # columns file,label",
  ];
}
