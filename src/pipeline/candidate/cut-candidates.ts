import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "../../result/finding.ts";
import { planCut } from "../../check/plan-cut.ts";
import { sha256 } from "../../io/hash.ts";
import { loadGraph } from "../../io/model-file.ts";
import type { Candidates } from "./candidates.ts";
import { prepareCandidates } from "./candidates.ts";
import { importCut } from "../import/cut-model.ts";
import type { FloatTflite } from "../import/import-model.ts";
import { importModel } from "../import/import-model.ts";
import type { ModelSource } from "../import/load-source.ts";
import type { ModelWork } from "../step/model-work.ts";
import { once, oncePerKey } from "../step/once.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { Product } from "../step/run-step.ts";

type Import = () => Promise<Product<FloatTflite>>;

/** The files of one model, which ends where its `cut` says. */
export function prepareCutCandidates(work: ModelWork, source: ModelSource): Candidates {
  const { cut } = work.model;
  const whole = once(() => importModel(work, source));
  if (cut === "none") return prepareCandidates(work, source, whole);
  if (source.kind === "tflite-integer") {
    return withFinding(prepareCandidates(work, source, whole), TAKEN_AS_IT_IS);
  }
  if (cut === "auto") return prepareByPlacement(work, source, whole);
  return prepareCandidates(work, source, () => importCut(work, source, whole, cut));
}

/** Each target gets the model that ends where its DLPU does; targets that end it alike share the files. */
function prepareByPlacement(work: ModelWork, source: ModelSource, whole: Import): Candidates {
  const uncut = prepareCandidates(work, source, whole);
  const findCut = prepareCutFinder(work, source, whole);
  const prepareCut = oncePerKey(async (names: string) => {
    const cutAt = names.split(SEPARATOR);
    const place = await makeFolder(work, `cut at ${cutAt.join(" ")}`);
    return prepareCandidates(place, source, () => importCut(place, source, whole, cutAt));
  });
  const choose = async (plan: BuildPlan): Promise<Candidates> => {
    if (plan.target.place === undefined) return withFinding(uncut, PLACEMENT_UNKNOWN);
    const cutAt = await findCut(plan);
    return cutAt === undefined ? uncut : await prepareCut(cutAt.join(SEPARATOR));
  };
  return {
    candidate: async (plan) => await (await choose(plan)).candidate(plan),
    emulated: async (plan) => await (await choose(plan)).emulated(plan),
    images: uncut.images,
  };
}

/** Where to cut is seen in the file of the plain recipe: the search for a better one is for what ships. */
function prepareCutFinder(
  { model, ...work }: ModelWork,
  source: ModelSource,
  whole: Import,
): (plan: BuildPlan) => Promise<readonly string[] | undefined> {
  const outline = once(async () => {
    const place = await makeFolder({ ...work, model: { ...model, effort: "off" } }, "outline");
    return prepareCandidates(place, source, whole);
  });
  return async (plan) => {
    const { place } = plan.target;
    if (place === undefined) return undefined;
    const { path, ranges } = await (await outline()).candidate(plan);
    return planCut(await loadGraph(path), place, ranges)?.at;
  };
}

/** The same work in a folder of its own. */
async function makeFolder(work: ModelWork, purpose: string): Promise<ModelWork> {
  const folder = join(work.folder, sha256(purpose).slice(0, 16));
  await mkdir(folder, { recursive: true });
  return { ...work, folder };
}

function withFinding(candidates: Candidates, finding: Finding): Candidates {
  return {
    ...candidates,
    candidate: async (plan) => {
      const candidate = await candidates.candidate(plan);
      return { ...candidate, findings: [finding, ...candidate.findings] };
    },
  };
}

/** No tensor's name has it. */
const SEPARATOR = "\n";

const UNCUT = { subject: {}, source: "`cut` in dlpu.yml" } as const;

const TAKEN_AS_IT_IS: Finding = {
  ...UNCUT,
  code: "DLPU-CUT-002",
  severity: "warning",
  evidence: "the file is quantized already and ships as it is: `cut` changes float models only",
  remedy: "Give the float model that it was made from.",
};

const PLACEMENT_UNKNOWN: Finding = {
  ...UNCUT,
  code: "DLPU-CUT-003",
  severity: "info",
  evidence: "the model is whole: no operator list is public by which `cut: auto` could decide",
  remedy: "Name the tensors that it is to end at, such as those that `auto` found for other socs.",
};
