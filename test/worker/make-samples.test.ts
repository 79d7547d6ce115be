import { execFileSync } from "node:child_process";
import path from "node:path";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import { UserError } from "../../src/errors.ts";
import type { Preprocess } from "../../src/worker/method-params.ts";
import type { MethodResult } from "../../src/worker/method-results.ts";
import { corePython, limits, temporaryFolder, useChannel, useFixtures } from "./support.ts";

const channel = useChannel(corePython);
const plain: Preprocess = {
  resize: "none",
  color: "rgb",
  mean: [0],
  std: [1],
  layout: "nhwc",
  pad: 0,
};
const red = [200, 10, 20];
const blue = [0, 30, 240];

describe.skipIf(!corePython)("making samples (skipped without DLPU_PYTHON_CORE)", () => {
  const pictures = useFixtures(corePython, "pictures.py");

  test.each(["plain.png", "plain.bmp", "turned.png", "alpha.png", "palette.png"])(
    "reads %s upright and in full colour",
    async (name) => {
      const [sample] = await pixels([1, 8, 16, 3], [name], plain);
      expect(sample?.[0]?.[0]).toEqual(red);
      expect(sample?.[7]?.[15]).toEqual(blue);
    },
  );

  test.each(["gray.png", "deep.png"])("scales %s to 8 bits and three channels", async (name) => {
    const [sample] = await pixels([1, 8, 16, 3], [name], plain);
    expect(sample?.[3]?.[3]).toEqual([77, 77, 77]);
  });

  test("orders channels and applies mean and deviation to the model's order", async () => {
    const preprocess: Preprocess = { ...plain, color: "bgr", mean: [20, 10, 0], std: [1, 1, 2] };
    const [sample] = await pixels([1, 8, 16, 3], ["plain.png"], preprocess);
    expect(sample?.[0]?.[0]).toEqual([0, 0, 100]);
  });

  test("letterboxes with the pad value and keeps the proportions", async () => {
    const preprocess: Preprocess = { ...plain, resize: "letterbox", pad: 114 };
    const [sample] = await pixels([1, 16, 16, 3], ["plain.png"], preprocess);
    expect(sample?.[0]?.[0]).toEqual([114, 114, 114]);
    expect(sample?.[8]?.[0]).toEqual(red);
  });

  test("crops the centre without changing proportions", async () => {
    const preprocess: Preprocess = { ...plain, resize: "center-crop" };
    const [sample] = await pixels([1, 8, 8, 3], ["plain.png"], preprocess);
    expect(sample?.[4]?.[0]).toEqual(red);
    expect(sample?.[4]?.[7]).toEqual(blue);
  });

  test("lists what is undecodable, duplicate and constant, and refuses a bomb", async () => {
    const names = ["plain.png", "copy.png", "broken.jpg", "bomb.png", "gray.png"];
    const { result } = await make([1, 8, 16, 3], names, plain);
    const file = (name: string): string => path.join(pictures, name);
    expect(result).toMatchObject({ count: 5, used: 3, synthetic: false });
    expect(result.undecodable.map((entry) => entry.file)).toEqual([
      file("broken.jpg"),
      file("bomb.png"),
    ]);
    expect(result.duplicates).toEqual([[file("plain.png"), file("copy.png")]]);
    expect(result.constant).toEqual([file("gray.png")]);
    expect(result.range).toEqual({ min: 0, max: 240 });
  });

  test("fails when no picture can be used", async () => {
    await expect(make([1, 8, 16, 3], ["broken.jpg"], plain)).rejects.toThrow(UserError);
  });

  test("takes channels-first arrays when the layout says so", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "x.npy");
    runPython("import numpy as np, sys; np.save(sys.argv[1], np.zeros((4, 3, 8, 16), 'f'))", file);
    const source = { kind: "arrays", files: [file] } as const;
    const nchw = await makeFrom(source, [1, 8, 16, 3], { ...plain, layout: "nchw" });
    expect(nchw.result.used).toBe(4);
    await expect(makeFrom(source, [1, 8, 16, 3], plain)).rejects.toThrow("has shape [4, 3, 8, 16]");
  });

  test("counts all rows of arrays, used or not, so that labels can be held against them", async () => {
    const folder = temporaryFolder();
    const files = ["a.npy", "b.npy"].map((name) => path.join(folder, name));
    const script = "import numpy as np, sys; np.save(sys.argv[1], np.zeros((5, 8, 16, 3), 'f'))";
    for (const file of files) runPython(script, file);
    const { result } = await makeFrom({ kind: "arrays", files }, [1, 8, 16, 3], plain);
    expect(result).toMatchObject({ count: 10, used: 8 });
  });

  test.each([
    ["huge.npy", "huge.npy claims 17179869184 bytes; the file has"],
    ["huge.npz", "x.npy of huge.npz claims 17179869184 bytes; the file has"],
  ])("refuses an array that claims gigabytes from its header: %s", async (name, message) => {
    const file = path.join(temporaryFolder(), name);
    const script = [
      "import io, sys, zipfile, numpy as np",
      "head = io.BytesIO()",
      "facts = {'descr': '<f4', 'fortran_order': False, 'shape': (1 << 20, 64, 64)}",
      "np.lib.format.write_array_header_1_0(head, facts)",
      "if sys.argv[1].endswith('z'): zipfile.ZipFile(sys.argv[1], 'w').writestr('x.npy', head.getvalue())",
      "else: open(sys.argv[1], 'wb').write(head.getvalue())",
    ].join("\n");
    runPython(script, file);
    const made = makeFrom({ kind: "arrays", files: [file] }, [1, 64, 64], plain);
    await expect(made).rejects.toThrow(message);
    await expect(made).rejects.toBeInstanceOf(UserError);
  });

  test.each([
    [[1, 32_768, 32_768, 3], "takes [1, 32768, 32768, 3], 3221225472 values a sample"],
    [[1, 32_768, 32_768, 1], "takes [1, 32768, 32768, 1], 1073741824 values a sample"],
  ])(
    "refuses an input that no camera can fill, before it makes a sample: %o",
    async (shape, message) => {
      const made = makeFrom({ kind: "synthetic", files: [] }, shape, plain);
      await expect(made).rejects.toThrow(message);
      await expect(made).rejects.toBeInstanceOf(UserError);
    },
  );

  test("makes the same synthetic samples twice, in the declared range", async () => {
    const source = { kind: "synthetic", files: [] } as const;
    const preprocess: Preprocess = { ...plain, mean: [128], std: [128] };
    const first = await makeFrom(source, [1, 16, 16, 3], preprocess);
    const second = await makeFrom(source, [1, 16, 16, 3], preprocess);
    expect(first.result).toMatchObject({ used: 8, synthetic: true });
    expect(first.result.range).toEqual({ min: -1, max: 127 / 128 });
    expect(readArray(second.outDir)).toEqual(readArray(first.outDir));
  });

  async function make(shape: readonly number[], names: readonly string[], preprocess: Preprocess) {
    const files = names.map((name) => path.join(pictures, name));
    return makeFrom({ kind: "images", files }, shape, preprocess);
  }

  async function pixels(
    shape: readonly number[],
    names: readonly string[],
    preprocess: Preprocess,
  ): Promise<z.infer<typeof pictureArray>> {
    return readArray((await make(shape, names, preprocess)).outDir);
  }
});

const pictureArray = z.array(z.array(z.array(z.array(z.number()))));

async function makeFrom(
  source: { kind: "images" | "arrays" | "synthetic"; files: readonly string[] },
  shape: readonly number[],
  preprocess: Preprocess,
): Promise<{ result: MethodResult<"make_samples">; outDir: string }> {
  const outDir = temporaryFolder();
  const inputs = [{ name: "x", shape, dtype: "float32" }];
  const params = { inputs, source, preprocess, limit: 8, seed: 1, outDir };
  return { result: (await channel.call("make_samples", params, limits)).result, outDir };
}

function readArray(folder: string): z.infer<typeof pictureArray> {
  const code = "import numpy as np, sys; print(np.load(sys.argv[1] + '/0.npy').tolist())";
  return pictureArray.parse(JSON.parse(runPython(code, folder)));
}

function runPython(code: string, argument: string): string {
  return execFileSync(corePython ?? "python3", ["-c", code, argument], { encoding: "utf8" });
}
