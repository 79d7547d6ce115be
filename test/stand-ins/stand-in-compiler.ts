import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../temporary-folder.ts";

/** A folder with a program of the given name that runs a shell script: a stand-in, never the real compiler. */
export async function makeStandIn(
  program: string,
  script: string,
): Promise<AsyncDisposable & { readonly path: string }> {
  const place = await makeFolder({
    [program]: `#!/bin/sh\n# Stand-in for ${program}.\n${script}\n`,
  });
  await chmod(join(place.path, program), 0o755);
  return place;
}

/** What edgetpu_compiler 16.0 prints with `-s`, put together from the public parts of its reports. */
export function edgeTpuOutput(
  rows: readonly string[],
  counts: { mapped: number; cpu: number },
): string {
  return `Edge TPU Compiler version 16.0.384591198
Started a compilation timeout timer of 180 seconds.

Model compiled successfully in 986 ms.

Input model: model.tflite
Input size: 2.88MiB
Output model: model_edgetpu.tflite
Output size: 3.31MiB
On-chip memory used for caching model parameters: 3.86MiB
On-chip memory remaining for caching model parameters: 3.83MiB
Off-chip memory used for streaming uncached model parameters: 0.00B
Number of Edge TPU subgraphs: 1
Total number of operations: ${counts.mapped + counts.cpu}
Operation log: model_edgetpu.log

Model successfully compiled but not all operations are supported by the Edge TPU. A percentage of the model will instead run on the CPU, which is slower. If possible, consider updating your model to use only operations supported by the Edge TPU. For details, visit g.co/coral/model-reqs.
Number of operations that will run on Edge TPU: ${counts.mapped}
Number of operations that will run on CPU: ${counts.cpu}

Operator                       Count      Status

${rows.join("\n")}
Compilation child process completed within timeout period.
Compilation succeeded!
`;
}
