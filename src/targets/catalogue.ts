import { artpec7 } from "./artpec-7/target.ts";
import { artpec8 } from "./artpec-8/target.ts";
import { artpec9 } from "./artpec-9/target.ts";
import { cpu } from "./cpu/target.ts";
import { cv25 } from "./cv25/target.ts";
import { cv75 } from "./cv75/target.ts";
import type { Soc } from "./soc.ts";
import type { Target } from "./target.ts";

/** Every soc that dlpu knows. */
export const TARGETS: Readonly<Record<Soc, Target>> = {
  cpu,
  "artpec-7": artpec7,
  "artpec-8": artpec8,
  "artpec-9": artpec9,
  cv25,
  cv75,
};
