import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { ModelParseError } from "../../src/graph/model-parse-error.ts";
import { loadModelFile } from "../../src/io/model-file.ts";
import { buildOnnx, type PbField } from "./build-onnx.ts";
import { buildTflite } from "./build-tflite.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dlpu-model-file-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function save(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A model with one constant of 16 bytes in another file. */
function onnxWithExternal(location: string): Uint8Array {
  const entry: PbField = [
    13,
    [
      [1, "location"],
      [2, location],
    ],
  ];
  return buildOnnx({ initializers: [[[1, 4], [2, 1], [8, "w"], entry, [14, 1]]] });
}

describe("a model file", () => {
  it("is recognised by its content, whatever its name", async () => {
    expect(await loadModelFile(await save("a.bin", buildTflite({})))).toMatchObject({
      kind: "tflite",
    });
    const onnx = await loadModelFile(await save("b.bin", buildOnnx({})));
    expect(onnx).toMatchObject({ kind: "onnx", externalFiles: [] });
    const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
    expect((await loadModelFile(await save("c", hdf5))).kind).toBe("h5");
    expect((await loadModelFile(await save("d", keras()))).kind).toBe("keras");
    const both = Uint8Array.of(...hdf5, ...keras());
    expect((await loadModelFile(await save("e.keras", both))).kind).toBe("h5");
    const late = Uint8Array.of(0, ...keras());
    await expect(loadModelFile(await save("f.keras", late))).rejects.toThrow("is not a model");
  });

  it("tells Ambarella's chips apart", async () => {
    const cv25 = Uint8Array.of(8, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    const cv75 = Uint8Array.of(3, 0, 3, 0, 1, 2, 3, 4, 0xef, 0xbe, 0xed, 0xfe);
    expect(await loadModelFile(await save("a.bin", cv25))).toMatchObject({
      kind: "compiled",
      format: { kind: "ambarella-cv25" },
    });
    expect(await loadModelFile(await save("b.bin", cv75))).toMatchObject({
      kind: "compiled",
      format: { kind: "ambarella-cv75" },
    });
  });

  it("may be a SavedModel folder, also when its program file is named", async () => {
    const program = await save("saved_model.pb", "");
    expect(await loadModelFile(folder)).toEqual({ kind: "saved-model", path: folder });
    expect(await loadModelFile(program)).toEqual({ kind: "saved-model", path: folder });
  });

  it("is the user's error when missing, no model, or an LFS pointer", async () => {
    const pointer = await save(
      "a.tflite",
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    );
    const text = await save("b.txt", "hello");
    await expect(loadModelFile(join(folder, "none"))).rejects.toThrow("does not exist");
    await expect(loadModelFile(pointer)).rejects.toThrow("Git LFS pointer");
    await expect(loadModelFile(text)).rejects.toThrow("not a model that dlpu knows");
    await expect(loadModelFile(folder)).rejects.toThrow("without a saved_model.pb");
  });

  it("that its extension calls a model gets the reader's own complaint", async () => {
    const path = await save("a.tflite", "hello, this is no model");
    await expect(loadModelFile(path)).rejects.toThrow(ModelParseError);
  });
});

describe("external data of an ONNX model", () => {
  it("is listed when it is there and long enough", async () => {
    const model = await save("m.onnx", onnxWithExternal("weights/w.bin"));
    await mkdir(join(folder, "weights"));
    const weights = await save("weights/w.bin", new Uint8Array(16));
    expect(await loadModelFile(model)).toMatchObject({ externalFiles: [weights] });
  });

  it("is the user's error when missing or too short", async () => {
    const model = await save("m.onnx", onnxWithExternal("w.bin"));
    await expect(loadModelFile(model)).rejects.toThrow(UserError);
    await save("w.bin", new Uint8Array(15));
    await expect(loadModelFile(model)).rejects.toThrow("has only 15");
  });

  it("never leads out of the model's folder, not even through a symbolic link", async () => {
    const outside = await save("secret.bin", new Uint8Array(16));
    await mkdir(join(folder, "model"));
    await symlink(outside, join(folder, "model", "link.bin"));
    for (const location of ["../secret.bin", outside, "link.bin"]) {
      const model = await save("model/m.onnx", onnxWithExternal(location));
      await expect(loadModelFile(model)).rejects.toThrow(ModelParseError);
    }
  });
});

/** A zip archive whose only entry is an empty `config.json`; of its local header only the first bytes are there. */
function keras(): Uint8Array {
  const name = new TextEncoder().encode("config.json");
  const directory = 4;
  const end = directory + 46 + name.length;
  const bytes = new Uint8Array(end + 22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint32(directory, 0x02014b50, true);
  view.setUint16(directory + 28, name.length, true);
  bytes.set(name, directory + 46);
  view.setUint32(end, 0x06054b50, true);
  view.setUint32(end + 16, directory, true);
  return bytes;
}
