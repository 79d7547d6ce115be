import { UserError } from "../errors.ts";

/**
 * A model file that is truncated, damaged, hostile or not what it claims to be.
 *
 * `place` is a byte offset (`byte 1024`) or a path into the model (`subgraphs[0].operators[3].inputs`).
 */
export class ModelParseError extends UserError {
  readonly file: string;
  readonly place: string;
  readonly reason: string;

  constructor(file: string, place: string, reason: string, options?: ErrorOptions) {
    super(
      `${file}: cannot read the model at ${place}: ${reason}.`,
      "Export or download the model again, and check that Git LFS or a partial download did not truncate it.",
      options,
    );
    this.file = file;
    this.place = place;
    this.reason = reason;
  }
}
