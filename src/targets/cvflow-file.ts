import type { CompiledFile } from "../check/compiled-file.ts";
import { compiledFile, otherChip } from "../check/rules/ambarella.ts";
import type { Signature } from "../graph/recognize-model.ts";

/**
 * What CNNGen makes for a CVflow chip.
 *
 * The signatures are those of the files that Axis ships (AxisCommunications/axis-model-zoo, read 2026-11-22): there is no
 * public description of the format.
 */
export function cvflowFile(chip: string, signature: Signature): CompiledFile {
  const kind = `ambarella-${chip.toLowerCase()}`;
  return { kind, vendor: "Ambarella", chip, signature, own: compiledFile, foreign: otherChip };
}
