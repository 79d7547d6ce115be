import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { build } from "../commands/build.ts";
import { runCheck } from "../commands/check.ts";
import { compare, renderComparison } from "../commands/compare.ts";
import { doctor } from "../commands/doctor.ts";
import { init } from "../commands/init.ts";
import { inspectModel } from "../commands/inspect.ts";
import { logDevices } from "../commands/log-devices.ts";
import { report } from "../commands/report.ts";
import { runSetup, type SetupCommandOptions } from "../commands/run-setup.ts";
import { openLog } from "../io/log.ts";
import { readOwnVersion } from "../io/own-code.ts";
import { exitStatusOf } from "../pipeline/verdict.ts";
import { renderCheckJson } from "../report/check-json.ts";
import { renderCheckTable } from "../report/check-table.ts";
import { renderDoctor } from "../report/doctor-table.ts";
import { renderInspectTable } from "../report/inspect-table.ts";
import { renderJobSummary } from "../report/job-summary.ts";
import { renderSarif } from "../report/sarif.ts";
import { renderSetup } from "../report/setup-table.ts";
import { parseSocList } from "../targets/parse-soc-list.ts";
import { explainFailure } from "./explain-failure.ts";

const program = new Command("dlpu")
  .description("Neural networks for the accelerators of Axis cameras: build, check, package.")
  .version(await readOwnVersion())
  .showHelpAfterError()
  .exitOverride();

program
  .command("build")
  .description("convert, quantize, check and package models for each soc")
  .option("--config <file>", "configuration (default: dlpu.yml here, if there is one)")
  .option("--models <path...>", "model files, folders or globs", [])
  .option(
    "--soc <list>",
    "socs or products, separated by commas, each with @AXIS-OS if wanted, or all",
  )
  .option("--out <folder>", "where the artifacts go", "out")
  .option("--json", "print result.json on stdout", false)
  .action(async (options: BuildOptions) => {
    const request = {
      folder: process.cwd(),
      configPath: options.config,
      models: options.models,
      socs: options.soc === undefined ? [] : parseSocList(options.soc),
      outFolder: options.out,
    };
    const result = await build(request, openLog());
    if (options.json) print(`${JSON.stringify(result, null, 2)}\n`);
    process.exitCode = exitStatusOf(result);
  });

program
  .command("check")
  .description("rules and placement of model files, without building them")
  .argument("<model...>", "model files or SavedModel folders")
  .option(
    "--soc <list>",
    "socs or products, separated by commas, each with @AXIS-OS if wanted, or all",
    "all",
  )
  .option("--json", "print one JSON document on stdout", false)
  .option("--sarif <file>", "also write the findings as SARIF 2.1.0, for code scanning")
  .action(async (models: string[], options: CheckCommandOptions) => {
    logDevices(parseSocList(options.soc), openLog());
    const { report, exitStatus } = await runCheck({ models, socs: options.soc });
    const colour = process.stdout.isTTY;
    print(options.json ? renderCheckJson(report) : renderCheckTable(report, { colour }));
    if (options.sarif !== undefined) {
      await writeFile(options.sarif, renderSarif(report, await readOwnVersion()));
    }
    process.exitCode = exitStatus;
  });

program
  .command("inspect")
  .description("operators, shapes, quantization, inputs and outputs, MACs of a model")
  .argument("<model>", "a model file or SavedModel folder")
  .option("--json", "print one JSON document on stdout", false)
  .action(async (model: string, { json }: { json: boolean }) => {
    const report = await inspectModel(model);
    print(json ? `${JSON.stringify(report, null, 2)}\n` : renderInspectTable(report));
  });

program
  .command("report")
  .description("merge results, compare them with a baseline, render every surface")
  .argument("<folder...>", "output folders of builds, or a folder of downloaded artifacts")
  .option("--baseline <file>", "a result.json to compare with")
  .option(
    "--out <folder>",
    "where result.json, report.html, junit.xml, badges, summary.md and comment.md go",
    "out/report",
  )
  .option("--history <path>", "keep a line a commit in this folder or file, and plot them")
  .option("--commit <sha>", "the commit that was built, for --history (default: git's HEAD)")
  .option("--date <time>", "when it was built, for --history, in ISO 8601 (default: now)")
  .action(async (folders: string[], options: ReportCommandOptions) => {
    const { baseline, out: outFolder, history: path, commit, date } = options;
    const history = path === undefined ? undefined : { path, commit, date };
    const request = { folders, baselinePath: baseline, outFolder, history };
    const whole = await report(request, openLog());
    print(renderJobSummary(whole, "all"));
    process.exitCode = exitStatusOf(whole.result);
  });

program
  .command("compare")
  .description("what changed between two results, as markdown or JSON")
  .argument("<base>", "a result.json")
  .argument("<head>", "a result.json")
  .option("--json", "print one JSON document on stdout", false)
  .action(async (base: string, head: string, { json }: { json: boolean }) => {
    const comparison = await compare(base, head);
    print(`${json ? JSON.stringify(comparison, null, 2) : renderComparison(comparison, base)}\n`);
  });

program
  .command("setup")
  .description("install and verify what building needs: the Python worker, and the socs' compilers")
  .option(
    "--soc <list>",
    "also the compilers of these socs or products, separated by commas, or all",
  )
  .option("--config <file>", "configuration that names your own compilers (default: dlpu.yml here)")
  .option("--tensorflow", "also what reads Keras and SavedModel files", false)
  .option("--dry-run", "only say what is there and what would be installed", false)
  .option("--verify", "read every byte of what is installed, and repair it", false)
  .option("--offline", "download nothing", false)
  .option("--export <file>", "write all that an offline machine needs into one file")
  .option("--import <file>", "set up from such a file, without a network")
  .option("--json", "print one JSON document on stdout", false)
  .action(async (options: SetupCommandOptions & { soc?: string; json: boolean }) => {
    const socs = options.soc === undefined ? [] : parseSocList(options.soc);
    logDevices(socs, openLog());
    const { report, exitStatus } = await runSetup({ ...options, socs }, openLog());
    print(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderSetup(report));
    process.exitCode = exitStatus;
  });

program
  .command("doctor")
  .description("what is missing on this machine, and how to get it")
  .option("--json", "print one JSON document on stdout", false)
  .action(async ({ json }: { json: boolean }) => {
    const diagnosis = await doctor();
    print(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDoctor(diagnosis));
    process.exitCode = diagnosis.ready ? 0 : 3;
  });

program
  .command("init")
  .description("write dlpu.yml and a workflow for the models that are found here")
  .action(async () => {
    const log = openLog();
    const written = await init(process.cwd());
    for (const path of written) log.line(`wrote ${path}`);
    if (written.length === 0) log.line("dlpu.yml and the workflow are there already");
  });

interface BuildOptions {
  readonly config?: string;
  readonly models: string[];
  readonly soc?: string;
  readonly out: string;
  readonly json: boolean;
}

interface ReportCommandOptions {
  readonly baseline?: string;
  readonly out: string;
  readonly history?: string;
  readonly commit?: string;
  readonly date?: string;
}

interface CheckCommandOptions {
  readonly soc: string;
  readonly json: boolean;
  readonly sarif?: string;
}

function print(text: string): void {
  process.stdout.write(text);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error, openLog());
}
