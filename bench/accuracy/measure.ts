import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pixelRange } from "../../src/pipeline/samples/pixel-range.ts";
import { RECIPES } from "../../src/targets/precision.ts";
import type { WorkerChannel } from "../../src/worker/channel.ts";
import type { Method, MethodParams } from "../../src/worker/method-params.ts";
import type { MethodResult, RangeFit } from "../../src/worker/method-results.ts";
import type { BenchModel } from "./models.ts";
import { quantizeByOnnx2tf, quantizeByTensorflow, type Pythons } from "./peers.ts";
import { labelsOf, type Split } from "./pictures.ts";

export type IntegerPrecision = keyof typeof RECIPES;

/** An integer file against the float model, on one set of pictures. */
export interface Compared extends MethodResult<"compare"> {
  /** Shares of right answers, where the pictures have classes. */
  readonly accuracy: { readonly reference: number; readonly candidate: number } | null;
}

/** The same on the sets of one split. */
export interface Fidelity {
  readonly unseen: Compared;
  readonly aside: Compared;
}

/** One split's files; `null` where a tool has none. */
export interface Measured {
  readonly plain: Readonly<Record<IntegerPrecision, Fidelity>>;
  readonly shipped: Readonly<Record<IntegerPrecision, Shipped>>;
  readonly tensorflow: Fidelity | null;
  readonly onnx2tf: Fidelity | null;
}

export interface Shipped extends Fidelity {
  readonly techniques: readonly string[];
  readonly seconds: number;
}

/** The two sets of pictures that judge. */
const JUDGES = ["unseen", "aside"] as const;
const LIMITS = { timeoutMs: 1_200_000, memoryBytes: 8 * 2 ** 30 };

/** Makes and judges all files of one model on one split, in `folder`. */
export async function measure(
  model: BenchModel,
  sharedData: string,
  split: Split,
  channel: WorkerChannel,
  pythons: Pythons,
  folder: string,
): Promise<Measured> {
  await mkdir(folder, { recursive: true });
  const bench = new Bench(model, channel, folder);
  const { tflitePath, onnxPath, inputName } = await bench.importModel(sharedData);
  await bench.makeSamples(split);
  const judge = async (path: string): Promise<Fidelity> => await bench.judge(path, split);
  const shipped = async (precision: IntegerPrecision): Promise<Shipped> => {
    const { path, ...rest } = await bench.ship(precision);
    return { ...(await judge(path)), ...rest };
  };
  const samplesDir = bench.at("calibration");
  const source = { tflitePath, onnxPath, inputName, samplesDir, folder };
  const statsPath = await bench.calibrate("float.tflite", "extremes");
  const quantize = async (precision: IntegerPrecision): Promise<Fidelity> =>
    await judge(await bench.quantize("float.tflite", statsPath, precision));
  const onnx2tf = await quantizeByOnnx2tf(pythons.core, source);
  const tensorflow = await quantizeByTensorflow(pythons.tensorflow, source);
  return {
    plain: {
      "int8-per-tensor": await quantize("int8-per-tensor"),
      "int8-per-channel": await quantize("int8-per-channel"),
    },
    shipped: {
      "int8-per-tensor": await shipped("int8-per-tensor"),
      "int8-per-channel": await shipped("int8-per-channel"),
    },
    tensorflow: tensorflow === undefined ? null : await judge(tensorflow),
    onnx2tf: onnx2tf === undefined ? null : await judge(onnx2tf),
  };
}

class Bench {
  readonly #model: BenchModel;
  readonly #channel: WorkerChannel;
  readonly #folder: string;
  #inputs: MethodParams["make_samples"]["inputs"] = [];

  constructor(model: BenchModel, channel: WorkerChannel, folder: string) {
    this.#model = model;
    this.#channel = channel;
    this.#folder = folder;
  }

  at(name: string): string {
    return join(this.#folder, name);
  }

  async importModel(
    sharedData: string,
  ): Promise<{ tflitePath: string; onnxPath: string | undefined; inputName: string }> {
    const source = join(sharedData, "models", this.#model.path);
    const paths = { tflitePath: this.at("float.tflite"), onnxPath: this.at("float.onnx") };
    const isOnnx = source.endsWith(".onnx");
    const { inputs } = isOnnx
      ? await this.#call("import_onnx", { source, inputShapes: {}, ...paths })
      : await this.#call("import_tflite", {
          source,
          inputShapes: {},
          tflitePath: paths.tflitePath,
        });
    this.#inputs = inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
    return {
      tflitePath: paths.tflitePath,
      onnxPath: isOnnx ? paths.onnxPath : undefined,
      inputName: inputs[0]?.name ?? "",
    };
  }

  async makeSamples(split: Split): Promise<void> {
    for (const name of ["calibration", ...JUDGES] as const) {
      await this.#call("make_samples", {
        inputs: this.#inputs,
        source: { kind: "images", files: split[name] },
        preprocess: this.#model.preprocess,
        limit: split[name].length,
        seed: 1,
        outDir: this.at(name),
      });
    }
    for (const judge of JUDGES) await this.#run("float.tflite", judge, "reference");
  }

  async calibrate(file: string, ranges: RangeFit): Promise<string> {
    const statsPath = this.at(`${file}.json`);
    const { mean, std, ...rest } = this.#model.preprocess;
    await this.#call("calibrate", {
      tflitePath: this.at(file),
      samplesDir: this.at("calibration"),
      statsPath,
      inputRanges: [pixelRange({ ...rest, mean: [...mean], std: [...std] })],
      ranges,
    });
    return statsPath;
  }

  async quantize(file: string, statsPath: string, precision: IntegerPrecision): Promise<string> {
    const outPath = this.at(`${precision}-${file}`);
    const recipe = RECIPES[precision];
    await this.#call("quantize", { tflitePath: this.at(file), statsPath, recipe, outPath });
    return outPath;
  }

  async ship(
    precision: IntegerPrecision,
  ): Promise<{ path: string; techniques: readonly string[]; seconds: number }> {
    const file = `rescued-${precision}.tflite`;
    const reply = await this.#channel.call(
      "rescue",
      {
        tflitePath: this.at("float.tflite"),
        statsPath: this.at("float.tflite.json"),
        samplesDir: this.at("calibration"),
        recipe: RECIPES[precision],
        effort: "fast",
        outPath: this.at(file),
        exactPath: this.at(`exact-${precision}.tflite`),
      },
      LIMITS,
    );
    const { techniques, ranges } = reply.result;
    const path = await this.quantize(file, await this.calibrate(file, ranges), precision);
    return { path, techniques, seconds: reply.seconds };
  }

  async judge(path: string, split: Split): Promise<Fidelity> {
    const compared = async (judge: (typeof JUDGES)[number]): Promise<Compared> => {
      const { outputs } = await this.#run(path, judge, "candidate");
      const folders = {
        referenceDir: this.at(`reference-${judge}`),
        candidateDir: this.at(`candidate-${judge}`),
      };
      const comparison = await this.#call("compare", {
        ...folders,
        candidateOutputs: outputs,
        parts: outputs.map(() => []),
      });
      if (this.#model.pictures !== "cifar10") return { ...comparison, accuracy: null };
      const classes = labelsOf(split[judge], split.unseen);
      return { ...comparison, accuracy: await this.#score(folders, judge, classes) };
    };
    return { unseen: await compared("unseen"), aside: await compared("aside") };
  }

  async #score(
    folders: Pick<MethodParams["score"], "referenceDir" | "candidateDir">,
    judge: (typeof JUDGES)[number],
    classes: readonly number[],
  ): Promise<Compared["accuracy"]> {
    const { shares } = await this.#call("score", {
      task: { kind: "classification" },
      samplesDir: this.at(judge),
      resize: this.#model.preprocess.resize,
      ...folders,
      outputs: null,
      labels: { kind: "classes", classes },
    });
    const top1 = shares.find(({ name }) => name === "top-1");
    if (top1 === undefined) return null;
    const { bothRight, onlyReference, onlyCandidate } = top1;
    return {
      reference: (bothRight + onlyReference) / classes.length,
      candidate: (bothRight + onlyCandidate) / classes.length,
    };
  }

  async #run(
    path: string,
    judge: (typeof JUDGES)[number],
    role: string,
  ): Promise<MethodResult<"run">> {
    return await this.#call("run", {
      modelPath: path.startsWith(this.#folder) ? path : this.at(path),
      samplesDir: this.at(judge),
      kernels: "fast",
      axisOrders: null,
      pixels: null,
      limit: 10_000,
      outDir: this.at(`${role}-${judge}`),
    });
  }

  async #call<M extends Method>(method: M, params: MethodParams[M]): Promise<MethodResult<M>> {
    return (await this.#channel.call(method, params, LIMITS)).result;
  }
}
