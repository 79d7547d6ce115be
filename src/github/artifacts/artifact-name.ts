import type { RunPart } from "../../pipeline/plan/run-part.ts";
import { SOCS } from "../../targets/catalogue.ts";

/** The name of the artifact that holds a soc's builds: `dlpu-artpec-8`, or `dlpu-artpec-8-2of5` for a shard. */
export function artifactNameOf(prefix: string, { soc, shard }: RunPart): string {
  const part = shard === undefined ? "" : `-${shard.index}of${shard.count}`;
  return `${sanitizePrefix(prefix)}-${soc}${part}`;
}

/** The name of the artifact that holds a whole run's `result.json`, summary and comment: `dlpu-report`. */
export function reportArtifactName(prefix: string): string {
  return `${sanitizePrefix(prefix)}-report`;
}

/** What an artifact's name says it holds; `undefined` for an artifact that is not ours. */
export function parseArtifactName(prefix: string, name: string): RunPart | undefined {
  const start = `${sanitizePrefix(prefix)}-`;
  if (!name.startsWith(start)) return undefined;
  const rest = name.slice(start.length);
  for (const soc of SOCS) {
    if (rest === soc) return { soc, shard: undefined };
    const match = rest.startsWith(`${soc}-`) ? SHARD.exec(rest.slice(soc.length + 1)) : null;
    if (match !== null) return { soc, shard: { index: Number(match[1]), count: Number(match[2]) } };
  }
  return undefined;
}

const SHARD = /^([1-9]\d{0,3})of([1-9]\d{0,3})$/;

/**
 * Keeps what every file system and the artifact service take.
 *
 * The service refuses `" : < > | * ? \ /` and line ends (actions/toolkit, path-and-artifact-name-validation.ts, read
 * 2026-11-22).
 */
function sanitizePrefix(prefix: string): string {
  const safe = prefix
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 100);
  return safe === "" ? "dlpu" : safe;
}
