import { existsSync } from "node:fs";
import path from "node:path";

const folder = process.env["DLPU_SHARED"] ?? path.resolve(import.meta.dirname, "../../shared");

/** Real models and images outside the repository, or undefined where they are not. */
export const sharedData = existsSync(path.join(folder, "data"))
  ? path.join(folder, "data")
  : undefined;
