import { Command } from "commander";
import { build } from "../commands/build.ts";
import { setup } from "../commands/setup.ts";
import { openLog } from "../io/log.ts";
import { exitStatusOf } from "../pipeline/verdict.ts";
import { explainFailure } from "./explain-failure.ts";
import { parseSocs } from "./parse-socs.ts";

const program = new Command("dlpu")
  .description("Neural networks for Axis cameras: build, check, package.")
  .showHelpAfterError()
  .exitOverride();

program
  .command("build")
  .description("convert, quantize, check and package models for the socs of Axis cameras")
  .option("--config <file>", "configuration (default: dlpu.yml here, if there is one)")
  .option("--models <path...>", "model files, folders or globs", [])
  .option("--soc <list>", "socs, separated by commas, or all", parseSocs, [])
  .option("--out <folder>", "where the artifacts go", "out")
  .option("--json", "print result.json on stdout", false)
  .action(async (options: BuildOptions) => {
    const request = {
      folder: process.cwd(),
      configPath: options.config,
      models: options.models,
      socs: options.soc,
      outFolder: options.out,
    };
    const result = await build(request, openLog());
    if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    process.exitCode = exitStatusOf(result);
  });

program
  .command("setup")
  .description("install what building needs, from hashed locks")
  .option("--tensorflow", "also what reads Keras and SavedModel files", false)
  .action(async ({ tensorflow }: { tensorflow: boolean }) => {
    await setup(tensorflow ? ["core", "tensorflow"] : ["core"], openLog());
  });

interface BuildOptions {
  readonly config?: string;
  readonly models: string[];
  readonly soc: ReturnType<typeof parseSocs>;
  readonly out: string;
  readonly json: boolean;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error, openLog());
}
