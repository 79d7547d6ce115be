import type { ModelConfig } from "../../config/config.ts";
import type { DataHashes } from "../samples/data-hashes.ts";
import type { Tools } from "./tools.ts";

/** One model at work: what is asked for it, the folder of its intermediate files, and what works on it. */
export interface ModelWork {
  readonly model: ModelConfig;
  /** Absolute; gone when the model's builds are finished. */
  readonly folder: string;
  readonly tools: Tools;
  readonly hashes: DataHashes;
}
