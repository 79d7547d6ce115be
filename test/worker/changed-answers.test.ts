import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { MethodResult } from "../../src/worker/method-results.ts";
import { type Output, writeOutputs } from "./npy.ts";
import { corePython, limits, temporaryFolder, useChannel } from "./support.ts";

const PICTURES = path.resolve(import.meta.dirname, "../../examples/evaluation/digits");

describe.skipIf(corePython === undefined)("pictures with another answer", () => {
  const channel = useChannel(corePython);

  /** Three classes; each answer is the class that the model's score is highest for. */
  async function compare(
    labels: readonly number[],
    reference: readonly number[],
    candidate: readonly number[],
    pictures: readonly string[],
  ): Promise<MethodResult<"changed_answers">["changed"]> {
    const folder = temporaryFolder();
    const [referenceDir, candidateDir] = [path.join(folder, "float"), path.join(folder, "final")];
    writeOutputs(referenceDir, [scoresOf(reference)]);
    writeOutputs(candidateDir, [scoresOf(candidate)]);
    const params = { referenceDir, candidateDir, outputs: null, labels, pictures };
    return (await channel.call("changed_answers", params, limits)).result.changed;
  }

  test("are shown small, the right answers that got lost first, and equal answers not at all", async () => {
    const pictures = ["0000.png", "0001.png", "0002.png"].map((name) => path.join(PICTURES, name));
    const changed = await compare([0, 1, 2], [0, 2, 2], [0, 1, 1], pictures);
    expect(changed).toMatchObject([
      { picture: "0002.png", label: 2, reference: 2, candidate: 1 },
      { picture: "0001.png", label: 1, reference: 2, candidate: 1 },
    ]);
    for (const { jpegBase64 } of changed) {
      const bytes = Buffer.from(jpegBase64 ?? "", "base64");
      expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      expect(bytes.length).toBeLessThan(3_000);
    }
  });

  test("that cannot be decoded are told without a picture", async () => {
    const broken = path.join(temporaryFolder(), "broken.png");
    writeFileSync(broken, "no picture");
    const [answer] = await compare([0], [0], [1], [broken]);
    expect(answer).toMatchObject({ picture: "broken.png", candidate: 1, jpegBase64: null });
  });
});

function scoresOf(answers: readonly number[]): Output {
  const values = answers.flatMap((answer) => [0, 1, 2].map((index) => Number(index === answer)));
  return { shape: [answers.length, 1, 3], values };
}
