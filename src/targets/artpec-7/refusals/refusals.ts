import type { Rule } from "../../../check/rule.ts";
import { unresolvedCustomOperators } from "./custom-operators.ts";
import { dynamicSizes } from "./dynamic-sizes.ts";
import { groupedConvolutions } from "./grouped-convolutions.ts";
import { newOperator, newOperatorVersion } from "./operator-versions.ts";
import { notQuantized, otherIntegers } from "./quantization.ts";
import { severalSubgraphs } from "./subgraphs.ts";

/** No compiled file comes out, so that no operator reaches the Edge TPU. */
export const REFUSALS: readonly Rule[] = [
  newOperatorVersion,
  newOperator,
  dynamicSizes,
  groupedConvolutions,
  unresolvedCustomOperators,
];

/** The compiler refuses these too, or compiles them with nothing gained; the operators' own constraints place them. */
export const UNFIT_FILES: readonly Rule[] = [notQuantized, otherIntegers, severalSubgraphs];
