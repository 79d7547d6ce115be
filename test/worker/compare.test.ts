import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type Output, writeOutputs } from "./npy.ts";
import { corePython, useChannel } from "./support.ts";

const limits = { timeoutMs: 60_000, memoryBytes: 4e9 };

describe.skipIf(corePython === undefined)("comparing stored outputs", () => {
  const channel = useChannel(corePython);

  function store(reference: Output, candidate: Output) {
    const folder = mkdtempSync(path.join(tmpdir(), "dlpu-compare-"));
    const [referenceDir, candidateDir] = [path.join(folder, "a"), path.join(folder, "b")];
    writeOutputs(referenceDir, [reference]);
    writeOutputs(candidateDir, [candidate]);
    return { referenceDir, candidateDir };
  }

  async function compare(reference: Output, candidate: Output, parts: object[], scale = 0.5) {
    const shape = [...reference.shape.slice(1)];
    const facts = { name: "out", shape, dtype: "int8", scale, zeroPoint: 0 };
    const params = { candidateOutputs: [facts], parts: [parts] as never };
    const { result } = await channel.call(
      "compare",
      { ...store(reference, candidate), ...params },
      limits,
    );
    return result.outputs[0];
  }

  test("a part's SQNR and steps are its own, along its axis", async () => {
    // Two samples of [1, 3, 2]: rows 0 and 1 are large and exact, row 2 is small and lost.
    const reference = {
      shape: [2, 1, 3, 2],
      values: [100, 80, 60, 40, 1, 2, 90, 70, 50, 30, 2, 1],
    };
    const candidate = {
      shape: [2, 1, 3, 2],
      values: [100, 80, 60, 40, 0, 0, 90, 70, 50, 30, 0, 0],
    };
    const output = await compare(reference, candidate, [
      { name: "boxes", axis: 1, start: 0, end: 2 },
      { name: "scores", axis: 1, start: 2, end: 3 },
    ]);
    // All of the scores' energy is noise: 0 dB. Values from 1 to 2 span two steps of a half, 30 to 100 span 140.
    expect(output?.parts).toEqual([
      { name: "boxes", sqnrDb: null, steps: 140 },
      { name: "scores", sqnrDb: 0, steps: 2 },
    ]);
    expect(output?.sqnrDb).toBeGreaterThan(35);
  });

  test("the error is measured by how far values move, not by how large they are", async () => {
    const reference = { shape: [4, 1, 1], values: [101, 99, 101, 99] };
    const stuck = await compare(reference, { shape: [4, 1, 1], values: [100, 100, 100, 100] }, []);
    expect(stuck?.errorToScatter).toBeCloseTo(1);
    expect(stuck?.sqnrDb).toBeCloseTo(40, 1);
    const half = { shape: [4, 1, 1], values: [100.5, 99.5, 100.5, 99.5] };
    expect((await compare(reference, half, []))?.errorToScatter).toBeCloseTo(0.5);
    const still = { shape: [3, 1, 1], values: [7, 7, 7] };
    expect((await compare(still, still, []))?.errorToScatter).toBeNull();
  });

  test("of embeddings, the samples are counted whose nearest other sample stays the same", async () => {
    const reference = { shape: [4, 1, 2], values: [1, 0, 1, 0.1, 0, 1, 0.1, 1] };
    // The last vector turns to the first two: its nearest is the second now; all others keep theirs.
    const candidate = { shape: [4, 1, 2], values: [1, 0, 1, 0.1, 0, 1, 1, 0.4] };
    const { result } = await channel.call("neighbours", store(reference, candidate), limits);
    expect(result.agreements).toEqual([0.75]);
  });
});
