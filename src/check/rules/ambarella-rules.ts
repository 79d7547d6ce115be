import { type Rule, withSeverity } from "../rule.ts";
import { compiledFile, noOperatorList, otherChip, planarInput } from "./ambarella.ts";
import { transformer } from "./architecture.ts";
import { graphAfterImport, unreadableFile } from "./format.ts";
import { onnxQuantized } from "./onnx.ts";
import { onnxInvalid } from "./onnx-invalid.ts";
import { dynamicShapes, severalInputs, unalignedWidth } from "./shapes.ts";
import { equalOutputSizes } from "./tensor-values.ts";

/** What holds for both CVflow chips, whose operators are not public: the input and nothing beyond. */
export const ambarellaRules: readonly Rule[] = [
  unreadableFile,
  graphAfterImport,
  otherChip,
  compiledFile,
  noOperatorList,
  dynamicShapes,
  planarInput,
  unalignedWidth,
  severalInputs,
  equalOutputSizes,
  transformer,
  withSeverity(onnxQuantized, "warning"),
  onnxInvalid,
];
