import { dirname, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { findText } from "../io/files.ts";
import { devicesOf, type SocChoice } from "../targets/parse-soc-list.ts";
import type { Soc } from "../result/soc.ts";
import { SOCS } from "../targets/catalogue.ts";
import type { CompilerSource, CompilerSources } from "../toolchain/catalogue/compiler-source.ts";
import { resolveBudgets } from "./budgets.ts";
import type { Config, ModelConfig, TargetConfig } from "./config.ts";
import { boundaryFor, findBoundary, requireInside, requireOutsideCheckout } from "./boundary.ts";
import { loadData, loadEvaluation, type NamingFile, placeOf } from "./data.ts";
import { findModels, type SearchPlace, showPath } from "./discover.ts";
import { planModelNames, showVariant } from "./names.ts";
import { parseConfigFile } from "./parse.ts";
import type { ConfigFile, ModelEntry } from "./schema.ts";
import { preprocessSchema } from "./schema.ts";

/** What the command line or the action's inputs say; each overrides the file. */
export interface ConfigRequest {
  /** The folder that relative paths of the request start from. */
  readonly folder: string;
  /** A `dlpu.yml`; `undefined` takes the one in the folder, if any. */
  readonly configPath: string | undefined;
  readonly models: readonly string[];
  readonly socs: readonly SocChoice[];
  readonly outFolder: string;
  /** The folder that what `dlpu.yml` names must lie in; else the repository, or the file's folder where there is none. */
  readonly root?: string | undefined;
}

/** The file that a run reads when none is named. */
const DEFAULT_FILE = "dlpu.yml";

/** Reads `dlpu.yml`, finds the models and their data, and fills in the defaults. */
export async function loadConfig(request: ConfigRequest): Promise<Config> {
  const file = await loadFile(request);
  const outFolder = resolve(request.folder, request.outFolder);
  const found = await findRequested(request, file, outFolder);
  if (found.length === 0) throw nothingFound(request);
  const models = await Promise.all(
    identifyModels(found, file).map(({ identity, entry }) =>
      resolveModel(identity, entry, file, request),
    ),
  );
  const asked = models.filter(({ targets }) => targets.length > 0);
  if (asked.length === 0) throw nothingFor(request);
  return { root: file.root, outFolder, models: asked, compilers: await resolveCompilers(file) };
}

/** The compilers that a configuration names, without looking at its models. */
export async function loadCompilerSources(
  request: Pick<ConfigRequest, "folder" | "configPath" | "root">,
): Promise<CompilerSources> {
  return await resolveCompilers(await loadFile(request));
}

async function resolveCompilers({ root, content }: LoadedFile): Promise<CompilerSources> {
  const named = Object.entries(content.toolchains ?? {});
  const resolved = named.map(async ([id, source]) => {
    return [id, source && (await resolveSource(source, id, root))] as const;
  });
  return Object.fromEntries(await Promise.all(resolved));
}

async function resolveSource(
  source: CompilerSource,
  id: string,
  root: string,
): Promise<CompilerSource> {
  if (source.kind !== "folder") return source;
  const folder = resolve(root, source.folder);
  await requireOutsideCheckout(folder, root, `toolchains.${id} in dlpu.yml`);
  return { ...source, folder };
}

interface LoadedFile extends NamingFile {
  readonly content: ConfigFile;
}

interface FoundModel {
  readonly path: string;
  readonly entry: Omit<ModelEntry, "path">;
}

interface ListedModel extends FoundModel {
  /** Whether the entry names this model by itself, and no others with it. */
  readonly isAlone: boolean;
}

async function loadFile(
  request: Pick<ConfigRequest, "folder" | "configPath" | "root">,
): Promise<LoadedFile> {
  const path = resolve(request.folder, request.configPath ?? DEFAULT_FILE);
  const root = dirname(path);
  const given = request.root === undefined ? undefined : resolve(request.folder, request.root);
  const boundary = await findBoundary(root, given);
  await requireInside(
    path,
    boundary,
    request.configPath === undefined ? "this folder" : "--config",
  );
  const text = await findText(path);
  if (text !== undefined) return { root, boundary, path, content: parseConfigFile(text, path) };
  if (request.configPath === undefined) return { root, boundary, path, content: {} };
  throw new UserError(
    `No configuration at ${path}`,
    "Check --config; without it, dlpu.yml in the current folder is used if it exists.",
  );
}

type Identity = Pick<ModelConfig, "path" | "shownPath" | "name">;

/** Names each model; several settings of one file are told apart by their names wherever its path is shown. */
function identifyModels(
  found: readonly FoundModel[],
  file: LoadedFile,
): { readonly identity: Identity; readonly entry: FoundModel["entry"] }[] {
  const paths = found.map(({ path }) => showPath(path, file.root));
  const planned = planModelNames(paths);
  const names = found.map(({ entry }, index) => entry.name ?? planned[index] ?? "model");
  requireOneEach(names, file);
  return found.map(({ path, entry }, index) => {
    const [shown = path, name = "model"] = [paths[index], names[index]];
    const isOnly = paths.indexOf(shown) === paths.lastIndexOf(shown);
    return {
      entry,
      identity: { path, name, shownPath: isOnly ? shown : showVariant(shown, name) },
    };
  });
}

/** Names are folders of the output: file systems that ignore case would put two into one. */
function requireOneEach(names: readonly string[], { path }: LoadedFile): void {
  const folded = names.map((name) => name.toLowerCase());
  const twice = names.find((_, index) => folded.indexOf(folded[index] ?? "") !== index);
  if (twice === undefined) return;
  throw new UserError(
    `${path}: two models are named ${twice}`,
    "Give each entry under models a `name` of its own.",
  );
}

/** The models of the command line, else of the file, else all below the folder; settings come from the file's entries. */
async function findRequested(
  request: ConfigRequest,
  file: LoadedFile,
  outFolder: string,
): Promise<FoundModel[]> {
  const listed = await findListed(file, outFolder);
  if (request.models.length === 0 && file.content.models !== undefined) return listed;
  const patterns = request.models.length > 0 ? request.models : ["."];
  const paths = await Promise.all(
    patterns.map(async (pattern) =>
      findModels(pattern, await placeOn(pattern, request), outFolder),
    ),
  );
  return [...new Set(paths.flat())].flatMap((path) => {
    const entries = listed.filter((model) => model.path === path);
    return entries.length > 0 ? entries : [{ path, entry: {} }];
  });
}

/** Where a path of the command line is looked for. */
async function placeOn(pattern: string, { folder, root }: ConfigRequest): Promise<SearchPlace> {
  const given = root === undefined ? undefined : resolve(folder, root);
  const boundary = await findBoundary(folder, given);
  const naming = "--models";
  return { base: folder, naming, boundary: boundaryFor(resolve(folder, pattern), boundary) };
}

/**
 * The models that the file's entries name. Entries that name one path are builds of their own; an entry for many files
 * (a glob, a folder) leaves out those that another entry names by themselves, and of two such the later one counts.
 */
async function findListed(file: LoadedFile, outFolder: string): Promise<FoundModel[]> {
  const found: ListedModel[] = [];
  for (const { path: pattern, ...entry } of file.content.models ?? []) {
    const paths = await findModels(pattern, placeOf(file), outFolder);
    if (paths.length === 0) {
      throw new UserError(
        `${file.path}: no model matches ${pattern}`,
        "Check the path or glob under models.",
      );
    }
    const named = resolve(file.root, pattern);
    found.push(...paths.map((path) => ({ path, entry, isAlone: path === named })));
  }
  const alone = new Set(found.flatMap(({ path, isAlone }) => (isAlone ? path : [])));
  const last = new Map(found.map((model) => [model.path, model]));
  return found.filter((model) =>
    alone.has(model.path) ? model.isAlone : last.get(model.path) === model,
  );
}

async function resolveModel(
  identity: Identity,
  entry: Omit<ModelEntry, "path">,
  file: LoadedFile,
  request: ConfigRequest,
): Promise<ModelConfig> {
  const options = { ...file.content.defaults, ...entry };
  const lists = [request.socs, options.socs, file.content.socs];
  const socs = lists.find((list) => (list?.length ?? 0) > 0);
  return {
    ...identity,
    targets: SOCS.flatMap((soc) => {
      const choice = socs === undefined ? { soc } : socs.findLast((asked) => asked.soc === soc);
      if (choice === undefined || isRuledOut(soc, entry)) return [];
      // The jobs of a matrix are asked for the soc of a product that the file names.
      const devices = devicesOf(lists.flat().filter((asked) => asked?.soc === soc));
      return [{ ...resolveTarget(choice, entry, file), devices }];
    }),
    inputs: options.inputs ?? {},
    preprocess: options.preprocess ?? preprocessSchema.parse({}),
    preprocessDeclared: options.preprocess !== undefined,
    effort: options.quantization?.effort ?? "fast",
    calibration: await loadData(options.calibration, file, "calibration"),
    evaluation: await loadEvaluation(options, file),
    task: options.task ?? taskOf(options),
    cut: options.cut ?? "none",
  };
}

/** Labels without a task, and names of classes, are a classifier's. */
function taskOf({ classes, evaluation }: Pick<ModelEntry, "classes" | "evaluation">) {
  const isClassifier = classes !== undefined || evaluation?.labels !== undefined;
  return isClassifier ? ({ kind: "classification" } as const) : undefined;
}

/** Of budgets the more specific place counts: a model's own, then its target's, then the defaults. */
function resolveTarget(
  choice: { readonly soc: Soc; readonly axisOs?: string | undefined },
  entry: Omit<ModelEntry, "path">,
  { content }: LoadedFile,
): Omit<TargetConfig, "devices"> {
  const { precision, budgets } = content.targets?.[choice.soc] ?? {};
  return {
    axisOs: undefined,
    ...choice,
    precision,
    budgets: resolveBudgets(content.defaults?.budgets, budgets, entry.budgets),
  };
}

/** A model that is only for some socs stays so, whichever are asked for: the jobs of a matrix each ask for one. */
function isRuledOut(soc: Soc, { socs }: Pick<ModelEntry, "socs">): boolean {
  return socs !== undefined && !socs.some((own) => own.soc === soc);
}

function nothingFound(request: ConfigRequest): UserError {
  return new UserError(
    `No model was found below ${request.folder}`,
    "Add .onnx, .tflite, .keras, .h5 or SavedModel files, name them with --models, or list them in dlpu.yml.",
  );
}

function nothingFor({ socs }: ConfigRequest): UserError {
  return new UserError(
    `No model is for ${socs.map(({ soc }) => soc).join(", ")}: each is limited to other socs in dlpu.yml`,
    "Ask for another soc, or extend `socs` of a model.",
  );
}
