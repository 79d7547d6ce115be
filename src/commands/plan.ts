import type { Config, TargetConfig } from "../config/config.ts";
import { sizeOf } from "../io/path-size.ts";
import type { Shard, Weighted } from "../pipeline/plan/shard.ts";
import { planShards } from "../pipeline/plan/shard.ts";
import type { Soc } from "../result/soc.ts";
import { SOCS } from "../targets/catalogue.ts";

/** A `strategy.matrix`: one job for each soc and shard. */
export interface JobMatrix {
  /** `soc` is written as its input takes it: `artpec-8`, or `artpec-8@12.11`. */
  readonly include: readonly { readonly soc: string; readonly shard: string }[];
}

/** Models a job that are worth a job of their own: below that, starting the job costs more than it saves. */
const MODELS_PER_JOB = 8;

/** What every model costs beside its size: starting converters, reading data. */
const WEIGHT_OF_ANY_MODEL = 4 * 1024 * 1024;

/** `dlpu plan`: spreads models and socs over at most `jobs` jobs. */
export function planJobs(config: Config, jobs: number): JobMatrix {
  const targets = config.models.flatMap((model) => model.targets);
  const socs = SOCS.flatMap((soc) => {
    const found = targets.filter((target) => target.soc === soc);
    return found.length === 0 ? [] : [writeSoc(soc, found)];
  });
  const wanted = Math.ceil(config.models.length / MODELS_PER_JOB);
  const count = Math.max(1, Math.min(wanted, Math.floor(jobs / Math.max(1, socs.length))));
  const shards = Array.from({ length: count }, (_, index) => `${index + 1}/${count}`);
  return { include: socs.flatMap((soc) => shards.map((shard) => ({ soc, shard }))) };
}

/** With the AXIS OS that all models state for it; where they differ, each model's own word in `dlpu.yml` stands. */
function writeSoc(soc: Soc, targets: readonly TargetConfig[]): string {
  const [first, ...others] = new Set(targets.map(({ axisOs }) => axisOs));
  return first === undefined || others.length > 0 ? soc : `${soc}@${first}`;
}

/** The part of a config that one shard builds. */
export async function selectShard(config: Config, shard: Shard | undefined): Promise<Config> {
  if (shard === undefined) return config;
  const weighted = await Promise.all(
    config.models.map(async ({ shownPath, path }): Promise<Weighted> => {
      return { path: shownPath, weight: WEIGHT_OF_ANY_MODEL + (await sizeOf(path)) };
    }),
  );
  const mine = new Set(planShards(weighted, shard.count)[shard.index - 1]?.map(({ path }) => path));
  return { ...config, models: config.models.filter(({ shownPath }) => mine.has(shownPath)) };
}
