import { basename, join } from "node:path";
import { blameFile } from "../verify/blame-file.ts";
import type { Candidate } from "./candidate.ts";
import { exportImages } from "../compile/compile-bundle.ts";
import type { Contract } from "../../result/contract.ts";
import type { Emulated } from "../verify/emulate.ts";
import { emulate } from "../verify/emulate.ts";
import { legalize } from "../legalize/legalize.ts";
import type { ModelSource } from "../import/load-source.ts";
import { type FileKind, makeCandidate } from "./make-candidate.ts";
import type { Materials } from "./shared-steps.ts";
import { prepareMaterials } from "./shared-steps.ts";
import type { ModelWork } from "../step/model-work.ts";
import { oncePerKey } from "../step/once.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { Product } from "../step/run-step.ts";

/** The files of one model and what emulation says of them; each is made once, whoever asks for it. */
export interface Candidates {
  readonly candidate: (plan: BuildPlan) => Promise<Candidate>;
  readonly emulated: (plan: BuildPlan) => Promise<Product<Emulated>>;
  /** The calibration images at the size of the contract's input, for compilers that calibrate by themselves. */
  readonly images: (contract: Contract) => Promise<readonly string[]>;
}

/** Prepares the ways to all files of one model from its import; nothing runs before it is asked for. */
export function prepareCandidates(
  work: ModelWork,
  source: ModelSource,
  importFloat: Materials["imported"],
): Candidates {
  const materials = prepareMaterials(work, source, importFloat);
  const made = oncePerKey((kind: FileKind) => makeCandidate(work, materials, kind));
  const legal = oncePerKey(async (plan: BuildPlan) => {
    const { calibration, evaluation } = materials;
    const proving = plan.precision === "as given" ? evaluation : calibration;
    const samples = async () => (await proving()).value;
    return await legalize(work, plan, await made(kindOf(plan)), samples);
  });
  // Keyed by the file: targets that ship the same one share what was measured.
  const emulated = oncePerKey((file: Candidate) => emulateCandidate(work, materials, file));
  return {
    candidate: legal,
    emulated: async (plan) => await emulated(await legal(plan)),
    images: (contract) => exportImages(work, contract),
  };
}

function kindOf({ target, precision }: BuildPlan): FileKind {
  return target.form === "onnx" ? "onnx" : precision;
}

async function emulateCandidate(
  work: ModelWork,
  { evaluation, reference }: Materials,
  file: Candidate,
): Promise<Product<Emulated>> {
  const samples = (await evaluation()).value;
  const run = (await reference())?.value;
  const folder = join(work.folder, `run-${basename(file.path)}`);
  const emulating = emulate(work, file, run, samples, folder);
  return file.path === work.model.path ? await blameFile(emulating, work.model) : await emulating;
}
