import { describe, expect, test } from "vitest";
import type { LayerErrors } from "../../src/result/layer-errors.ts";
import { renderHtmlReport } from "../../src/report/html/page/page.ts";
import { readPage } from "./html-facts.ts";
import { sampleLayers, sampleManyLayers } from "./sample-layers.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

function pageOf(layers: LayerErrors | null): string {
  return renderHtmlReport(sampleResult(sampleBuild({ layers })));
}

function textOf(layers: LayerErrors): string {
  const page = pageOf(layers);
  return page.slice(page.indexOf("<main>"), page.indexOf("</main>"));
}

describe("the layers of a build", () => {
  test("are a picture with the same facts as a table", () => {
    const page = pageOf(sampleLayers());
    expect(page).toContain("Worst by themselves: #1 DEPTHWISE_CONV_2D at 16.3 dB.");
    expect(page).toContain("Accumulated at the end: 14.9 dB.");
    expect(readPage(page).rows("SQNR of each layer")).toEqual([
      ["#", "Result", "By itself", "Accumulated", "Cosine", "Largest error"],
      ["0", "stem", "41.4", "41.4", "1.0000", "0.02"],
      ["1", "spread", "16.3", "16.1", "0.9885", "0.81"],
      ["3", "head", "38.7", "14.9", "0.9841", "1.2"],
    ]);
  });

  test("are named with their cause where they lose much", () => {
    const { text } = readPage(pageOf(sampleLayers()));
    expect(text).toContain("#1 DEPTHWISE_CONV_2D spread 16.3 dB by itself, 16.1 dB accumulated");
    expect(text).toContain(
      "weight range : one scale for weights up to 27.1 in channel 7 and 0.671 in the median one",
    );
    expect(text).toContain("16 channels, 2 dead in the float model already, 1 more dead here");
  });

  test("that could not be compared leave the reason in their place", () => {
    const layersNote = "layers did not end within 600 s";
    const build = sampleBuild({ layers: null, layersNote });
    const { text } = readPage(renderHtmlReport(sampleResult(build)));
    expect(text).toMatch(/Layer by layer measured Not compared: layers did not end within 600 s/);
    expect(pageOf(null)).not.toContain("Layer by layer");
  });

  test("are not accused where none loses much", () => {
    const { text } = readPage(pageOf({ ...sampleLayers(), worst: [] }));
    expect(text).toContain("None loses much by itself");
    expect(text).not.toContain("weight range");
  });

  test("say which float model they are compared with", () => {
    expect(pageOf({ ...sampleLayers(), equalized: true })).toContain(
      "4 of 4 operators compared with the float model with its channels evened out on 16 samples",
    );
  });

  test("have no section where nothing was quantized", () => {
    expect(pageOf(null)).not.toContain("Layer by layer");
  });

  test("stand once for builds that ship the same, with a link from the others", () => {
    const page = renderHtmlReport(
      sampleResult(sampleBuild({ soc: "artpec-7" }), sampleBuild({ soc: "artpec-9" })),
    );
    expect(page.match(/<div class="curve">/g)).toHaveLength(1);
    expect(page).toContain('As <a href="#artpec-7/digits">for ARTPEC-7</a>');
  });

  test("show the outputs on a picture that says how far they are from the float ones", () => {
    expect(pageOf(sampleLayers())).toContain(
      "7 of 8 cells that hold values are on the diagonal or next to it; the farthest is 3 of 4 cells away",
    );
  });

  test("are shown in any state without a number that is none", () => {
    const nothing = {
      ...sampleLayers(),
      layers: [
        { operator: 0, name: "a", ownSqnrDb: null, sqnrDb: null, cosine: null, maxAbsError: 0 },
      ],
      of: 1,
      worst: [],
      scatters: [],
    };
    expect(textOf(nothing)).not.toMatch(/NaN|Infinity|undefined/);
    expect(textOf({ ...nothing, layers: [] })).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("name operators and outputs as text, whatever they are called", () => {
    const [worst] = sampleLayers().worst;
    const name = "<script>alert(1)</script>";
    const page = pageOf({
      ...sampleLayers(),
      worst: worst === undefined ? [] : [{ ...worst, name, kind: name }],
      scatters: sampleLayers().scatters.map((scatter) => ({ ...scatter, output: name })),
    });
    expect(page).not.toContain(name);
  });
});

test("ten models of 100 layers for six socs, each with files of its own, stay under 1 MB", () => {
  const builds = Array.from({ length: 10 }, (_, model) =>
    (["cpu", "artpec-7", "artpec-8", "artpec-9", "cv25", "cv75"] as const).map((soc) =>
      sampleBuild({
        model: `models/m${model}.onnx`,
        name: `m${model}`,
        soc,
        layers: soc.startsWith("artpec")
          ? { ...sampleManyLayers(100), samples: Number(soc.at(-1)) }
          : null,
      }),
    ),
  );
  const page = renderHtmlReport(sampleResult(...builds.flat()));
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
});

test("200 operators, three quarters of which lose something, add 40 kB to a stored result", () => {
  const stored = JSON.stringify({ builds: [{ layers: sampleManyLayers(150) }] }, null, 2);
  expect(Buffer.byteLength(stored)).toBeLessThan(42_000);
});
