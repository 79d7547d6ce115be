import { basename } from "node:path";
import { renderCHeader } from "./c-header.ts";
import { renderCompileScript } from "./compile-script.ts";
import { renderManifestFragment } from "./manifest-fragment.ts";
import type { CompilerCommand, Target } from "../../targets/target.ts";
import type { Candidate } from "../candidate/candidate.ts";
import type { Contract } from "../../result/contract.ts";
import type { FolderContent } from "./package-build.ts";

/** Everything that ships with a file: what an application and its build need to know. */
export function artifactContent(
  target: Target,
  candidate: Candidate,
  contract: Contract,
  calibrationImages: readonly string[],
  commands: readonly CompilerCommand[],
): FolderContent {
  const { compiler } = target;
  return new Map([
    [target.builtFile, { copyOf: candidate.path }],
    ["contract.json", { text: `${JSON.stringify(contract, null, 2)}\n` }],
    ["model_params.h", { text: renderCHeader(contract) }],
    ["manifest.fragment.json", { text: renderManifestFragment(target) }],
    ...(compiler === undefined
      ? []
      : [["compile.sh", { text: renderCompileScript(compiler, commands) }] as const]),
    ...calibrationImages.map(
      (path) => [`calibration/${basename(path)}`, { copyOf: path }] as const,
    ),
  ]);
}
