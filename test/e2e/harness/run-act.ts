import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";
import type { ConsumerFiles } from "./consumer.ts";
import { writeConsumer } from "./consumer.ts";
import { ACTION } from "./stage-action.ts";
import type { StandInGithub } from "./stand-in-github.ts";

/** One run of a workflow. */
export interface ActRequest {
  readonly github: StandInGithub;
  readonly files: ConsumerFiles;
  /** Folders that are copied into the repository: path there → path here. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Folder of the staged action; the one with the stand-in build where not given. */
  readonly stage?: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  /** Runs have their own artifacts; a re-run has the same id and a higher attempt. */
  readonly runId?: number;
  /** Makes the repository one of git's, whose only commit is the run's; its message makes it differ from others. */
  readonly commitMessage?: string;
  readonly attempt?: number;
  readonly jobTotal?: number;
  /** Variables of the runner. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a run showed. */
export interface ActRun {
  readonly exitCode: number;
  /** Every line of every job's log. */
  readonly lines: readonly string[];
  /** By job: the summaries of its steps, in order. */
  readonly summaries: ReadonlyMap<string, string>;
  /** By job: `success` or `failure`. */
  readonly jobs: ReadonlyMap<string, string>;
  /** Annotations, as `error: text`. */
  readonly annotations: readonly string[];
  /** Outputs of the job's own steps, by `step.output`; of a matrix, the last job's. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** Runs a workflow of a user's repository in act, on this machine, without a network. */
export async function runAct(request: ActRequest): Promise<ActRun> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-e2e-"));
  try {
    const consumer = join(folder, "cameras");
    await writeConsumer(consumer, request.files);
    for (const [to, from] of Object.entries(request.folders ?? {})) {
      await cp(from, join(consumer, to), { recursive: true });
    }
    if (request.commitMessage !== undefined) await commitAll(consumer, request.commitMessage);
    await writeFile(join(folder, "event.json"), JSON.stringify(request.event.payload));
    await mkdir(join(folder, "home"));
    const result = await execa(inject("act"), argumentsOf(request, folder), {
      cwd: consumer,
      env: environmentOf(request, folder),
      extendEnv: false,
      reject: false,
      timeout: 300_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return readRun(result.exitCode ?? -1, result.stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function commitAll(folder: string, message: string): Promise<void> {
  const author = ["-c", "user.name=acme", "-c", "user.email=acme@example.com"];
  const commit = [...author, "commit", "--quiet", "-m", message];
  for (const args of [["init", "--quiet", "-b", "main"], ["add", "-A"], commit]) {
    await execa("git", args, { cwd: folder });
  }
}

function argumentsOf(
  {
    github,
    event,
    runId = 1,
    attempt = 1,
    jobTotal = 1,
    environment = {},
    stage = inject("stage"),
  }: ActRequest,
  folder: string,
) {
  return [
    event.name,
    ...[
      "-e",
      join(folder, "event.json"),
      "-P",
      "ubuntu-latest=-self-hosted",
      "-P",
      "ubuntu-24.04=-self-hosted",
      "--pull=false",
    ],
    ...["--action-offline-mode", "--no-cache-server", "--concurrent-jobs", "1", "--json"],
    ...["--action-cache-path", join(folder, "actions")],
    ...["--local-repository", `${ACTION}@v1=${stage}`],
    ...["--env", `GITHUB_API_URL=${github.rest.url}`, "-s", "GITHUB_TOKEN=not-a-real-token"],
    ...["--env", "GITHUB_REPOSITORY=acme/cameras", "--env", `GITHUB_RUN_ID=${runId}`],
    ...Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...["--env", `GITHUB_RUN_ATTEMPT=${attempt}`, "--env", `STAND_IN_JOB_TOTAL=${jobTotal}`],
  ];
}

/** As bare as a runner's; Node 24 first, because act takes the `node` that it finds. */
function environmentOf({ github, runId = 1 }: ActRequest, folder: string): Record<string, string> {
  const node = dirname(process.execPath);
  return {
    HOME: join(folder, "home"),
    XDG_CACHE_HOME: join(folder, "cache"),
    LANG: "C.UTF-8",
    PATH: [node, "/usr/bin", "/bin"].join(delimiter),
    ACTIONS_RUNTIME_TOKEN: runtimeToken(runId),
    ACTIONS_RESULTS_URL: `${github.results.url}/`,
    ACTIONS_RUNTIME_URL: `${github.results.url}/`,
  };
}

/** The artifact client reads the run's id from the token's scope and checks no signature. */
function runtimeToken(runId: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const scope = `Actions.Results:run-${runId}:job-${runId}`;
  return [part({ alg: "none" }), part({ scp: scope }), "x"].join(".");
}

/** One line of `act --json`. */
interface ActLine {
  readonly msg?: string;
  readonly job?: string;
  readonly jobResult?: string;
  readonly command?: string;
  readonly content?: string;
  readonly stepID?: readonly string[];
  readonly name?: string;
  readonly arg?: string;
}

function readRun(exitCode: number, stdout: string): ActRun {
  const lines = stdout.split("\n").flatMap(parseLine);
  return {
    exitCode,
    lines: lines.flatMap(({ msg, command }) =>
      msg === undefined || command === "summary" ? [] : [msg.trimEnd()],
    ),
    summaries: summariesOf(lines),
    jobs: new Map(
      lines.flatMap(({ job, jobResult }) =>
        job === undefined || jobResult === undefined ? [] : [[job.trim(), jobResult]],
      ),
    ),
    annotations: lines.flatMap(({ command = "", arg = "" }) =>
      ["error", "warning", "notice"].includes(command) ? [`${command}: ${arg}`] : [],
    ),
    outputs: new Map(
      lines.flatMap(({ command, stepID = [], name = "", arg = "" }) =>
        command === "set-output" && stepID.length === 1
          ? [[`${stepID[0] ?? ""}.${name}`, arg]]
          : [],
      ),
    ),
  };
}

/** act shows the summary of the last inner step again for the composite around it: only a job's innermost ones count. */
function summariesOf(lines: readonly ActLine[]): Map<string, string> {
  const found = lines.filter(({ command }) => command === "summary");
  const summaries = new Map<string, string>();
  for (const job of new Set(found.map((line) => line.job))) {
    const own = found.filter((line) => line.job === job);
    const deepest = Math.max(...own.map(depthOf));
    const texts = own
      .filter((line) => depthOf(line) === deepest)
      .map(({ content = "" }) => content);
    summaries.set((job ?? "").trim(), texts.join(""));
  }
  return summaries;
}

function depthOf({ stepID = [] }: ActLine): number {
  return stepID.length;
}

function parseLine(line: string): ActLine[] {
  try {
    return [JSON.parse(line) as ActLine];
  } catch {
    return [];
  }
}
