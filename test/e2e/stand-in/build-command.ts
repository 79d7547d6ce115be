import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config, ModelConfig } from "../../../src/config/config.ts";
import { writeFileAtomic } from "../../../src/io/files.ts";
import { sha256 } from "../../../src/io/hash.ts";
import type { Log } from "../../../src/io/log.ts";
import { readOwnVersion } from "../../../src/io/own-code.ts";
import type { BuildResult, Result } from "../../../src/result/result.ts";
import type { Soc } from "../../../src/result/soc.ts";

/**
 * Takes the place of `src/commands/build.ts` in the bundle that the end-to-end suite makes, and nowhere else.
 *
 * It needs no Python: a model file holds, as JSON, what its build is to say (see `StandInModel`).
 */
export async function buildConfig(config: Config, log: Log): Promise<Result> {
  const builds = await Promise.all(config.models.map((model) => buildModel(model, config)));
  const tool = { name: "dlpu", version: await readOwnVersion() } as const;
  const result: Result = { schemaVersion: 1, tool, builds: builds.flat() };
  await writeFileAtomic(join(config.outFolder, "result.json"), JSON.stringify(result));
  log.line(`stand-in build of ${config.models.length} models`);
  return result;
}

/** A build that is told what to say; parts by soc override the whole. */
export interface StandInModel {
  readonly build?: Partial<BuildResult>;
  readonly socs?: Partial<Record<Soc, Partial<BuildResult>>>;
  readonly content?: string;
  /** A line for the log, as a tool might write one. */
  readonly log?: string;
}

async function buildModel(model: ModelConfig, config: Config): Promise<BuildResult[]> {
  // The suite writes these files.
  const told = JSON.parse(await readFile(model.path, "utf8")) as StandInModel;
  return await Promise.all(
    model.targets.map(async ({ soc }): Promise<BuildResult> => {
      const content = told.content ?? "model";
      const folder = join(config.outFolder, soc, model.name);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "model.tflite"), content);
      return {
        model: model.shownPath,
        name: model.name,
        soc,
        precision: "int8-per-tensor",
        verdict: "passed",
        reason: null,
        findings: [],
        operators: [],
        segments: null,
        steps: [],
        fidelity: null,
        quantization: null,
        contract: null,
        files: [{ path: "model.tflite", sizeBytes: content.length, sha256: sha256(content) }],
        toolchain: { "stand-in": "1" },
        contentKey: sha256(`${model.shownPath} ${soc}`),
        reused: false,
        budgets: [],
        network: null,
        devices: [],
        rewrites: [],
        layers: null,
        ...told.build,
        ...told.socs?.[soc],
      };
    }),
  );
}
