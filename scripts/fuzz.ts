import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { anyGraph } from "../test/hostile/fuzz/any-graph.ts";
import { encodeGraph } from "../test/hostile/fuzz/graph-file.ts";
import { judgeFile, judgeGraph } from "../test/hostile/fuzz/judge.ts";
import { mutateFlatbuffer } from "../test/hostile/fuzz/mutate-flatbuffer.ts";
import { mutateProtobuf } from "../test/hostile/fuzz/mutate-protobuf.ts";
import { Random } from "../test/hostile/fuzz/random.ts";
import { sharedData } from "../test/shared-data.ts";

/**
 * Judges random graphs and mutants of real files from fresh seeds for a given time; ends with 1 after the first find,
 * which it writes to a file. A find is a crash, a wrong count, or more than a second of the processor a megabyte.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    out: { type: "string", default: "out/fuzz" },
  },
});

const root = join(import.meta.dirname, "..");
const GRAPHS_A_ROUND = 500;
/** Larger files are parsed too slowly to be worth a mutant. */
const MAX_FILE_BYTES = 2_000_000;

interface Find {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly error: unknown;
}

interface SoundFile {
  readonly format: "tflite" | "onnx";
  readonly bytes: Uint8Array;
}

fuzz(Number(values.seconds), Number(values.seed), values.out);

function fuzz(seconds: number, firstSeed: number, out: string): void {
  const files = findFiles();
  const end = performance.now() + seconds * 1000;
  let seed = firstSeed;
  let mutants = 0;
  console.log(`Fuzzing for ${seconds} s from the seed ${firstSeed}, ${files.length} real files.`);
  for (; performance.now() < end; seed += 1) {
    const file = files[seed % files.length];
    const find = findInGraphs(seed) ?? (file && findInMutants(file, seed, () => (mutants += 1)));
    if (find !== undefined) {
      report(find, out);
      process.exitCode = 1;
      return;
    }
  }
  const graphs = (seed - firstSeed) * GRAPHS_A_ROUND;
  console.log(`${graphs} graphs and ${mutants} mutants: no find.`);
}

/** The examples, and the shared files where they are on this machine. */
function findFiles(): readonly SoundFile[] {
  const folders = [
    join(root, "examples", "models"),
    ...(sharedData === undefined ? [] : [sharedData]),
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(tflite|onnx)$/.test(name) && !name.includes("hostile"))
      .sort()
      .flatMap((name): SoundFile[] => {
        const bytes = new Uint8Array(readFileSync(join(folder, name)));
        const format = name.endsWith(".onnx") ? "onnx" : "tflite";
        const isUsable = bytes.length <= MAX_FILE_BYTES && isSound(bytes, format);
        return isUsable ? [{ format, bytes }] : [];
      }),
  );
}

/** The mutators take a sound file apart. */
function isSound(bytes: Uint8Array, format: SoundFile["format"]): boolean {
  if (format === "onnx") return bytes.length > 0;
  return new TextDecoder("latin1").decode(bytes.subarray(4, 8)) === "TFL3" && bytes.length > 64;
}

function findInGraphs(seed: number): Find | undefined {
  const result = fc.check(fc.property(anyGraph, judgeGraph), { seed, numRuns: GRAPHS_A_ROUND });
  const graph = result.counterexample?.[0];
  if (graph === undefined) return undefined;
  return { name: `graph-${seed}.json`, content: encodeGraph(graph), error: result.errorInstance };
}

function findInMutants(
  { format, bytes }: SoundFile,
  seed: number,
  count: () => void,
): Find | undefined {
  const random = new Random(seed);
  const mutate = format === "onnx" ? mutateProtobuf : mutateFlatbuffer;
  const rounds = Math.min(200, Math.ceil(4_000_000 / (bytes.length + 20_000)));
  for (let round = 0; round < rounds; round += 1) {
    const mutant = mutate(bytes, random);
    count();
    try {
      judgeFile(mutant, format);
    } catch (error) {
      return { name: `mutant-${seed}-${round}.${format}`, content: mutant, error };
    }
  }
  return undefined;
}

function report({ name, content, error }: Find, out: string): void {
  mkdirSync(out, { recursive: true });
  const path = join(out, name);
  writeFileSync(path, content);
  console.error(`find: ${relative(process.cwd(), path)}`);
  console.error(error instanceof Error ? error.stack : String(error));
  console.error(`Keep it as a case: cp ${path} test/hostile/cases/`);
  console.error("It is then a test: npx vitest run test/hostile/cases.test.ts");
}
