import { build } from "../../commands/build.ts";
import { openLog } from "../../io/log.ts";
import { exitStatusOf } from "../../result/verdict.ts";
import { parseSocList } from "../../targets/parse-soc-list.ts";
import { print } from "./print.ts";

export interface BuildOptions {
  readonly config?: string;
  readonly models: string[];
  readonly soc?: string;
  readonly out: string;
  readonly root?: string;
  readonly json: boolean;
}

export async function runBuildCommand(options: BuildOptions): Promise<void> {
  const request = {
    folder: process.cwd(),
    configPath: options.config,
    models: options.models,
    socs: options.soc === undefined ? [] : parseSocList(options.soc),
    outFolder: options.out,
    root: options.root,
  };
  const result = await build(request, openLog());
  if (options.json) print(`${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = exitStatusOf(result);
}
