import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { build } from "../commands/build.ts";
import { runCheck } from "../commands/check.ts";
import { doctor } from "../commands/doctor.ts";
import { init } from "../commands/init.ts";
import { inspectModel } from "../commands/inspect.ts";
import { setup } from "../commands/setup.ts";
import { openLog } from "../io/log.ts";
import { readOwnVersion } from "../io/own-code.ts";
import { exitStatusOf } from "../pipeline/verdict.ts";
import { renderCheckJson } from "../report/check-json.ts";
import { renderCheckTable } from "../report/check-table.ts";
import { renderDoctor } from "../report/doctor-table.ts";
import { renderInspectTable } from "../report/inspect-table.ts";
import { renderSarif } from "../report/sarif.ts";
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
  .option("--soc <list>", "socs, separated by commas, each with @AXIS-OS if wanted, or all")
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
  .option("--soc <list>", "socs, separated by commas, each with @AXIS-OS if wanted, or all", "all")
  .option("--json", "print one JSON document on stdout", false)
  .option("--sarif <file>", "also write the findings as SARIF 2.1.0, for code scanning")
  .action(async (models: string[], options: CheckCommandOptions) => {
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
  .command("setup")
  .description("install what building needs, from hashed locks")
  .option("--tensorflow", "also what reads Keras and SavedModel files", false)
  .action(async ({ tensorflow }: { tensorflow: boolean }) => {
    await setup(tensorflow ? ["core", "tensorflow"] : ["core"], openLog());
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
