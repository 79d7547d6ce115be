import type { Soc } from "./soc.ts";

/** A product and its soc, as Axis published them. */
export interface Device {
  /** As Axis writes it, without `AXIS`: `P1465-LE`. */
  readonly product: string;
  readonly soc: Soc;
  readonly source: string;
}
