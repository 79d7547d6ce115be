import type { OperatorTable } from "../check/operator-table.ts";
import type { Judge } from "../check/check.ts";
import type { FailureClass } from "../compilers/failure-class.ts";
import type { CompiledModel, Judgement } from "../compilers/judgement.ts";
import type { CompilerId } from "./compiler-id.ts";
import type { Legalizing } from "./legalizing.ts";
import type { Precision } from "../result/precision.ts";
import type { Soc } from "../result/soc.ts";

/** Everything that dlpu knows about one soc. Adding a soc is adding one of these. */
export interface Target extends Judge {
  readonly soc: Soc;
  /** As people write it: `ARTPEC-8`. */
  readonly title: string;
  /** What its files may be stored as; the first is the default. */
  readonly precisions: readonly [Precision, ...Precision[]];
  /** Where the choice of precisions comes from. */
  readonly precisionSource: string;
  /** `false` where models run on the CPU by choice, and limits on what is off the DLPU make no sense. */
  readonly hasDlpu?: false;
  /** Name of the file that dlpu itself makes: the deployable one, or what the compiler reads. */
  readonly builtFile: "model.tflite" | "model.onnx";
  readonly application: ApplicationFacts;
  /** The vendor's compiler that stands between our file and the camera; absent where the camera compiles. */
  readonly compiler?: CompilerFacts;
  /** Rewrites that make files fit it; absent where its compiler takes what we give it. */
  readonly legalizing?: Legalizing;
  /** What the DLPU takes, for readers of the documentation; absent where no operator list is public. */
  readonly operatorTable?: OperatorTable;
}

/** What an ACAP application needs to know to load a model on this soc. */
export interface ApplicationFacts {
  /** Name of the file that the camera loads, as Axis' own examples name it. */
  readonly fileName: string;
  /** The larod device that takes the file. */
  readonly larodDevice: string;
  readonly architecture: "armv7hf" | "aarch64" | "any";
  /** Whether the manifest claims the DLPU under `resources`. */
  readonly claimsDlpu: boolean;
  readonly inputLayout: "NHWC" | "NCHW";
  /** Output elements on the device; the Ambarella runtime returns float32 whatever was compiled. */
  readonly deviceOutput: "as in the file" | "float32, one element padded to 32 bytes";
  readonly source: string;
}

/** A compiler that runs between packaging and the camera. */
export interface CompilerFacts {
  /** Its entry in the catalogue of toolchains. */
  readonly tool: CompilerId;
  readonly name: string;
  /** The program that is looked for to know whether the compiler is there. */
  readonly program: string;
  /** Names the folder with the compiler's programs; the `PATH` is searched too. */
  readonly environmentVariable: string;
  /** Why dlpu cannot simply ship it and how a user gets it. */
  readonly availability: string;
  /** What a build without the compiler is worth: a file that was checked, or a bundle that only the compiler can judge. */
  readonly withoutIt: "warned" | "skipped";
  /** Whether it quantizes by itself, and so wants the calibration images in the bundle. */
  readonly calibrates: boolean;
  /** Known ways in which its programs fail, most telling first. */
  readonly failures: readonly FailureClass[];
  /** Holds what it made and said against the prediction; absent where nothing public says how to read it. */
  readonly judge?: (compiled: CompiledModel) => Judgement;
  /** The calls, in order, that turn the bundle into the deployable file. */
  readonly commands: (input: CompilerInput) => readonly CompilerCommand[];
  /** The file that the calls leave, relative to the bundle. */
  readonly product: string;
  /** A shorter product is cut off; absent where it is read as a whole and so proves itself. */
  readonly leastProductBytes?: number;
  readonly source: string;
}

/** What a compile bundle is about. */
export interface CompilerInput {
  /** Tensor names and static shapes as in the bundled file. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly outputs: readonly { readonly name: string }[];
  /** The oldest AXIS OS that the product must run on, when the user named one. */
  readonly axisOs?: string | undefined;
}

/** One program call, as an argument array. */
export type CompilerCommand = readonly [program: string, ...args: string[]];
