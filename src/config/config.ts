import type { Device } from "../result/device.ts";
import type { Precision } from "../result/precision.ts";
import type { Soc } from "../result/soc.ts";
import type { Effort } from "../result/effort.ts";
import type { CompilerSources } from "../toolchain/catalogue/compiler-source.ts";
import type { Budgets } from "./budgets.ts";
import type { Cut } from "./schema.ts";
import type { Preprocess } from "../result/preprocess.ts";
import type { Task } from "../result/task.ts";

/** Everything a run was asked to do, with defaults filled in and paths absolute. */
export interface Config {
  /** The folder that shown paths are relative to. */
  readonly root: string;
  readonly outFolder: string;
  /** Vendors' compilers that the user brings. */
  readonly compilers: CompilerSources;
  readonly models: readonly ModelConfig[];
}

/** One model and what is to be made of it. */
export interface ModelConfig {
  /** Unique within a run; the name of its folder in the output. */
  readonly name: string;
  /** Absolute path of the file or SavedModel folder. */
  readonly path: string;
  /** The path relative to the root, with `/`: what every surface shows. */
  readonly shownPath: string;
  readonly targets: readonly TargetConfig[];
  /** Static shapes by input name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly preprocess: Preprocess;
  /** Whether the user declared the preprocessing, rather than getting the default. */
  readonly preprocessDeclared: boolean;
  readonly calibration: DataConfig | undefined;
  /** How hard to look for the recipe that quantizes best. */
  readonly effort: Effort;
  readonly evaluation: EvaluationConfig | undefined;
  /** `undefined` where nothing says what the model is for. */
  readonly task: Task | undefined;
  /** Names of the tensors that the model ends at, `auto` for where the target's DLPU does, or `none`. */
  readonly cut: Cut;
}

/** One soc that a model is built for, with what the user chose for it. */
export interface TargetConfig {
  readonly soc: Soc;
  /** The oldest AXIS OS that the artifact must run on; `undefined`: not stated. */
  readonly axisOs: string | undefined;
  /** `undefined`: the soc's default. */
  readonly precision: Precision | undefined;
  /** What the build must keep to; empty where the user set no limit. */
  readonly budgets: Budgets;
  /** The products that the user named, here or in the file, instead of the soc. */
  readonly devices: readonly Device[];
}

/** Files that a model is fed with: images, or one `.npy`/`.npz`. */
export interface DataConfig {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
}

/** Data that takes no part in making a file and is used to judge it. */
export interface EvaluationConfig extends DataConfig {
  readonly labels: Labels | undefined;
}

/** What is known to be right, for each of the files or for each row of the arrays. */
export type Labels = ClassLabels | BoxLabels | MaskLabels | RowLabels;

/** In the order of the arrays' rows. */
export type RowLabels = ClassRows | BoxRows | LabelArray;

export interface ClassLabels {
  readonly kind: "classes";
  /** Class index by absolute file path. */
  readonly classes: ReadonlyMap<string, number>;
  /** Of the classes in the order of the scores, where the user listed them. */
  readonly names: readonly string[] | undefined;
}

/** Boxes in COCO's JSON. */
export interface BoxLabels {
  readonly kind: "boxes";
  readonly path: string;
  /** The JSON's image id by absolute file path. */
  readonly images: ReadonlyMap<string, number>;
  /** Names of the classes in the order of the scores; `undefined`: the JSON's, in the order of their ids. */
  readonly classes: readonly string[] | undefined;
}

/** A PNG by absolute file path of the picture: each pixel's value is its class. */
export interface MaskLabels {
  readonly kind: "masks";
  readonly masks: ReadonlyMap<string, string>;
}

export interface ClassRows {
  readonly kind: "class-rows";
  readonly path: string;
  /** Class indices. */
  readonly classes: readonly number[];
}

/** Boxes in COCO's JSON, whose images are the rows in their order. */
export interface BoxRows {
  readonly kind: "box-rows";
  readonly path: string;
  readonly imageIds: readonly number[];
  readonly classes: readonly string[] | undefined;
}

/** A `.npy` with a class index, or a mask of them, a row. */
export interface LabelArray {
  readonly kind: "array";
  readonly path: string;
}
