import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadGraph } from "../../src/io/model-file.ts";
import { type Compilation, compile } from "../../src/pipeline/compile/compile.ts";
import { cv25 } from "../../src/targets/cv25/target.ts";
import { cv75 } from "../../src/targets/cv75/target.ts";
import { cnngen } from "../../src/targets/cnngen.ts";
import type { Target } from "../../src/targets/target.ts";
import { findCompiler } from "../../src/toolchain/compiler.ts";
import { makeStandInDocker, STAND_IN_IMAGE } from "../stand-ins/stand-in-docker.ts";
import { makeFolder } from "../temporary-folder.ts";

const MODEL = join(import.meta.dirname, "../../examples/models/digits.onnx");
const INPUT = {
  inputs: [{ name: "image", shape: [1, 3, 64, 96] }],
  outputs: [{ name: "scores" }],
};

/** The stages of the published guide, as far as their files go: each takes what the one before left. */
const PROGRAMS = {
  "gen_image_list.py": "mkdir dra_image_bin && echo a.bin > dra_image_bin/dra_bin_list.txt",
  "onnxparser.py":
    "test -e model.onnx && test -e dra_image_bin/dra_bin_list.txt && mkdir quantized && echo v > quantized/quantized.vas",
  vas: "test -e quantized/quantized.vas && mkdir vas_output",
  cavalry_gen: cavalry(String.raw`\010\000\002\002`),
};

/** The last stage, leaving a file with a chip's magic and some content. */
function cavalry(magic: string, contentBytes = 8000): string {
  return `test -d vas_output && printf '${magic}' > model.bin && head -c ${contentBytes} /dev/zero >> model.bin`;
}

async function compileInContainer(
  programs: Readonly<Record<string, string>>,
  { target = cv25, timeoutMs = 30_000 }: { target?: Target; timeoutMs?: number } = {},
): Promise<Compilation & { calls: string[][]; logs: string[] }> {
  await using docker = await makeStandInDocker(programs);
  await using bundle = await makeFolder({ "model.onnx": await readFile(MODEL) });
  const source = { kind: "image", image: STAND_IN_IMAGE } as const;
  const compilation = await compile({
    target,
    facts: cnngen,
    compiler: await findCompiler({ ...cnngen, source }, bundle.path),
    commands: cnngen.commands(INPUT),
    folder: bundle.path,
    graph: await loadGraph(join(bundle.path, "model.onnx")),
    predicted: [],
    limits: { timeoutMs, memoryBytes: 2e9 },
  });
  const logs = (await readdir(join(bundle.path, "logs"))).sort();
  return { ...compilation, calls: await docker.calls(), logs };
}

test.each([
  ["CV25", cv25, PROGRAMS],
  [
    "CV75",
    cv75,
    {
      ...PROGRAMS,
      cavalry_gen: cavalry(String.raw`\003\000\003\000\000\000\000\000\357\276\355\376`),
    },
  ],
])(
  "the documented steps for %s run in the user's image, each with its log",
  async (_, target, programs) => {
    const { failure, step, toolchain, calls, logs } = await compileInContainer(programs, {
      target,
    });
    expect(failure).toBeUndefined();
    expect(step.outcome).toBe("done");
    expect(toolchain).toEqual({
      cnngen: `${STAND_IN_IMAGE} sha256:0123abcd, from toolchains in dlpu.yml`,
    });
    expect(logs).toEqual([
      "1-gen_image_list.py.log",
      "2-onnxparser.py.log",
      "3-vas.log",
      "4-cavalry_gen.log",
    ]);
    const runs = calls.filter(([verb]) => verb === "run");
    expect(runs.map((words) => words.slice(words.indexOf(STAND_IN_IMAGE) + 1))).toEqual(
      cnngen.commands(INPUT),
    );
  },
);

test("the container has no network, bounded memory, and the user's own rights on the bundle alone", async () => {
  const { calls } = await compileInContainer(PROGRAMS);
  const words = calls.find(([verb]) => verb === "run") ?? [];
  const valueOf = (option: string): string | undefined => words[words.indexOf(option) + 1];
  expect(valueOf("--network")).toBe("none");
  expect(valueOf("--memory")).toBe("2000000000");
  expect(valueOf("--user")).toBe(`${process.getuid?.()}:${process.getgid?.()}`);
  expect(words.filter((word) => word === "--volume")).toHaveLength(1);
  expect(words.filter((word) => word === "--env")).toHaveLength(1);
});

test("a stage that hangs is stopped, and its container with it", async () => {
  const hanging = { ...PROGRAMS, vas: "sleep 300" };
  const { failure, calls } = await compileInContainer(hanging, { timeoutMs: 3_000 });
  expect(failure).toMatchObject({ kind: "environment", code: "DLPU-COMPILE-TIMEOUT" });
  const last = calls.findLast(([verb]) => verb === "run") ?? [];
  expect(calls.at(-1)).toEqual(["kill", last[last.indexOf("--name") + 1]]);
});

test("a stage that fails is named, with what to do about it", async () => {
  const failing = { ...PROGRAMS, "onnxparser.py": "echo 'unknown op Foo' >&2; exit 1" };
  const { failure, logs } = await compileInContainer(failing);
  expect(failure).toMatchObject({ kind: "user", code: "CV-COMPILE-PARSE" });
  expect(failure?.message).toContain("unknown op Foo");
  expect(logs).toEqual(["1-gen_image_list.py.log", "2-onnxparser.py.log"]);
});

test.each([
  [
    "for the other chip",
    cavalry(String.raw`\003\000\003\000\000\000\000\000\357\276\355\376`),
    "WRONG-PRODUCT",
  ],
  [
    "with a head and nothing behind it",
    cavalry(String.raw`\010\000\002\002`, 60),
    "CUT-OFF-PRODUCT",
  ],
  ["without a byte", ": > model.bin", "NO-PRODUCT"],
])("a .bin %s is not taken for success", async (_, script, code) => {
  const { failure } = await compileInContainer({ ...PROGRAMS, cavalry_gen: script });
  expect(failure).toMatchObject({ kind: "toolchain", code: `DLPU-COMPILE-${code}` });
});

test("an image that is not on the machine is asked for by name", async () => {
  await using docker = await makeStandInDocker({});
  const source = { kind: "image", image: "registry.invalid/other:1" } as const;
  await expect(findCompiler({ ...cnngen, source }, "nowhere")).rejects.toMatchObject({
    kind: "environment",
    remedy: expect.stringContaining("docker pull registry.invalid/other:1") as string,
  });
  expect(await docker.calls()).toHaveLength(1);
});
