import { resolve } from "node:path";
import type { ConfigRequest } from "../../config/load.ts";
import { isBelow } from "../../io/is-below.ts";
import type { RunPart } from "../../pipeline/plan/run-part.ts";
import type { Shard } from "../../pipeline/plan/shard.ts";
import type { CommentMode } from "../../report/markdown/plan-comment.ts";
import { COMMENT_MODES } from "../../report/markdown/plan-comment.ts";
import type { FailOn } from "../../report/report.ts";
import { FAIL_ON } from "../../report/report.ts";
import { parseSocList } from "../../targets/parse-soc-list.ts";
import { parseExpected, parseShard } from "../artifacts/expected-parts.ts";
import type { Inputs } from "./inputs.ts";
import { openInputs } from "./inputs.ts";

/** Whether toolchains are kept between runs; `auto` leaves runs out that could poison them or ship what they made. */
export const CACHE_MODES = ["auto", "always", "never"] as const;
export type CacheMode = (typeof CACHE_MODES)[number];

/** Whether the report's artifact carries the numbers of earlier commits. */
export const HISTORY_MODES = ["auto", "never"] as const;
export type HistoryMode = (typeof HISTORY_MODES)[number];

export interface SetupInputs {
  readonly request: ConfigRequest;
  readonly cache: CacheMode;
}

export interface BuildInputs {
  readonly request: ConfigRequest;
  readonly shard: Shard | undefined;
  readonly failOn: FailOn;
  readonly artifactName: string;
  /** `0` leaves it to the repository's setting. */
  readonly retentionDays: number;
}

export interface ReportInputs {
  /** Folders with a `result.json`; none means the artifacts of the run. */
  readonly results: readonly string[];
  readonly expected: readonly RunPart[];
  /** The `dlpu.yml` that annotations point into. */
  readonly configPath: string | undefined;
  readonly baseline: string;
  readonly history: HistoryMode;
  readonly comment: CommentMode;
  readonly failOn: FailOn;
  readonly outFolder: string;
  readonly artifactName: string;
  readonly token: string | undefined;
  /** What the build step before says: its artifacts as JSON, and why it has no result. */
  readonly artifacts: string | undefined;
  readonly problem: string | undefined;
  /** How many jobs this job's matrix has. */
  readonly matrixJobs: number;
}

export interface PlanInputs {
  readonly request: ConfigRequest;
  readonly jobs: number;
}

/** Reads what `setup/action.yml` declares. */
export function readSetupInputs(environment: NodeJS.ProcessEnv): SetupInputs {
  const inputs = openInputs(environment);
  return { request: readRequest(inputs, environment), cache: inputs.choice("cache", CACHE_MODES) };
}

/** Reads what `build/action.yml` declares. */
export function readBuildInputs(environment: NodeJS.ProcessEnv): BuildInputs {
  const inputs = openInputs(environment);
  return {
    request: readRequest(inputs, environment),
    shard: parseShard(inputs.find("shard") ?? "1/1"),
    failOn: inputs.choice("fail-on", FAIL_ON),
    artifactName: inputs.find("artifact-name") ?? "dlpu",
    retentionDays: inputs.wholeNumber("retention-days", [0, 400]),
  };
}

/** Reads what `report/action.yml` declares. */
export function readReportInputs(environment: NodeJS.ProcessEnv): ReportInputs {
  const inputs = openInputs(environment);
  return {
    results: inputs.list("results"),
    configPath: inputs.find("config"),
    expected: parseExpected(inputs.find("expected")),
    baseline: inputs.find("baseline") ?? "auto",
    history: inputs.choice("history", HISTORY_MODES),
    comment: inputs.choice("comment", COMMENT_MODES),
    failOn: inputs.choice("fail-on", FAIL_ON),
    outFolder: resolve(inputs.find("out") ?? DEFAULT_OUT),
    artifactName: inputs.find("artifact-name") ?? "dlpu",
    token: inputs.find("token"),
    artifacts: inputs.find("artifacts"),
    problem: inputs.find("problem"),
    matrixJobs: Number(inputs.find("matrix-jobs") ?? 1),
  };
}

/** Reads what `plan/action.yml` declares. */
export function readPlanInputs(environment: NodeJS.ProcessEnv): PlanInputs {
  const inputs = openInputs(environment);
  return { request: readRequest(inputs, environment), jobs: inputs.wholeNumber("jobs", [1, 256]) };
}

const DEFAULT_OUT = "dlpu-out";

function readRequest(inputs: Inputs, environment: NodeJS.ProcessEnv): ConfigRequest {
  const soc = inputs.find("soc");
  const workspace = environment["GITHUB_WORKSPACE"];
  const isInWorkspace =
    workspace !== undefined && isBelow(resolve(inputs.find("config") ?? "."), workspace);
  return {
    folder: process.cwd(),
    configPath: inputs.find("config"),
    models: inputs.list("models"),
    socs: soc === undefined ? [] : parseSocList(soc),
    outFolder: inputs.find("out") ?? DEFAULT_OUT,
    root: isInWorkspace ? workspace : undefined, // A job may check out several repositories into it.
  };
}
