import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderCompileScript } from "../../src/pipeline/package/compile-script.ts";
import { cnngen } from "../../src/targets/cnngen.ts";
import { makeFolder } from "../temporary-folder.ts";

test("words from a model reach the programs as they are and run nothing", async () => {
  await using place = await makeFolder();
  const words = ["$(touch owned)", "it's", "a b", "`id`", "; rm -rf /"];
  const script = join(place.path, "compile.sh");
  writeFileSync(script, renderCompileScript(cnngen, [["printf", "%s\\n", ...words]]));
  const printed = execFileSync("sh", [script], { cwd: place.path, encoding: "utf8" });
  expect(printed).toBe(`${words.join("\n")}\n`);
});

test("the CV25 commands are those of Axis' guide, with the model's names and sizes", () => {
  const commands = cnngen.commands({
    inputs: [{ name: "image", shape: [1, 3, 240, 320] }],
    outputs: [{ name: "scores" }, { name: "boxes" }],
  });
  expect(commands.map(([program]) => program)).toEqual([
    "gen_image_list.py",
    "onnxparser.py",
    "vas",
    "cavalry_gen",
  ]);
  expect(commands[0]).toContain("240,320");
  expect(commands[1]).toContain(
    "is:1,3,240,320|iq|idf:0,0,8,0|i:image=dra_image_bin/dra_bin_list.txt",
  );
  expect(commands[1]).toEqual(expect.arrayContaining(["o:scores|odf:fp32", "o:boxes|odf:fp32"]));
});
