import { Command } from "commander";
import { openLog } from "../io/log.ts";
import { readOwnVersion } from "../io/own-code.ts";
import type { BuildOptions } from "./cli/build.ts";
import type { CheckOptions } from "./cli/check.ts";
import type { ReportOptions } from "./cli/report.ts";
import type { SetupOptions } from "./cli/setup.ts";
import { explainFailure } from "./explain-failure.ts";

// A command's own code is loaded when it is called: `dlpu setup` needs no parser of models, `dlpu check` no toolchain.

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
  .option(
    "--root <folder>",
    "what the configuration names must lie in there (default: its repository)",
  )
  .option("--json", "print result.json on stdout", false)
  .action(async (options: BuildOptions) => {
    await (await import("./cli/build.ts")).runBuildCommand(options);
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
  .action(async (models: string[], options: CheckOptions) => {
    await (await import("./cli/check.ts")).runCheckCommand(models, options);
  });

program
  .command("inspect")
  .description("operators, shapes, quantization, inputs and outputs, MACs of a model")
  .argument("<model>", "a model file or SavedModel folder")
  .option("--json", "print one JSON document on stdout", false)
  .action(async (model: string, options: { json: boolean }) => {
    await (await import("./cli/inspect.ts")).runInspectCommand(model, options);
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
  .action(async (folders: string[], options: ReportOptions) => {
    await (await import("./cli/report.ts")).runReportCommand(folders, options);
  });

program
  .command("compare")
  .description("what changed between two results, as markdown or JSON")
  .argument("<base>", "a result.json")
  .argument("<head>", "a result.json")
  .option("--json", "print one JSON document on stdout", false)
  .action(async (base: string, head: string, options: { json: boolean }) => {
    await (await import("./cli/compare.ts")).runCompareCommand(base, head, options);
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
  .action(async (options: SetupOptions) => {
    await (await import("./cli/setup.ts")).runSetupCommand(options);
  });

program
  .command("doctor")
  .description("what is missing on this machine, and how to get it")
  .option("--json", "print one JSON document on stdout", false)
  .action(async (options: { json: boolean }) => {
    await (await import("./cli/doctor.ts")).runDoctorCommand(options);
  });

program
  .command("init")
  .description("write dlpu.yml and a workflow for the models that are found here")
  .action(async () => {
    await (await import("./cli/init.ts")).runInitCommand();
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error, openLog());
}
