import { join } from "node:path";
import { findBoundary } from "../config/boundary.ts";
import { findModels, showPath } from "../config/discover.ts";
import { UserError } from "../errors.ts";
import { exists, writeFileAtomic } from "../io/files.ts";
import { renderConfigFile } from "../report/init/config-file.ts";
import { QUICK_START_WORKFLOW } from "../report/init/workflow-file.ts";

const CONFIG = "dlpu.yml";
const WORKFLOW = ".github/workflows/dlpu.yml";

/**
 * `dlpu init`: writes a `dlpu.yml` and a workflow for the models below a folder, and never over a file that is there.
 *
 * @returns the paths written, relative to the folder.
 */
export async function init(folder: string): Promise<string[]> {
  const models = await findModels(
    ".",
    { base: folder, boundary: await findBoundary(folder, undefined), naming: "dlpu init" },
    join(folder, "out"),
  );
  if (models.length === 0) {
    throw new UserError(
      `No model was found below ${folder}`,
      "Add .onnx, .tflite, .keras, .h5 or SavedModel files, then run dlpu init again.",
    );
  }
  const files = new Map([
    [CONFIG, renderConfigFile(models.map((path) => showPath(path, folder)))],
    [WORKFLOW, QUICK_START_WORKFLOW],
  ]);
  const written: string[] = [];
  for (const [path, text] of files) {
    if (await exists(join(folder, path))) continue;
    await writeFileAtomic(join(folder, path), text);
    written.push(path);
  }
  return written;
}
