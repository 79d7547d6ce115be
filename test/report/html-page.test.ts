import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { compareResults } from "../../src/report/compare.ts";
import { entryOf } from "../../src/report/history/history.ts";
import { renderHtmlReport } from "../../src/report/html/page/page.ts";
import { getDevice } from "../../src/targets/devices.ts";
import { readPage } from "./html-facts.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const WARNING = {
  code: "AX-OP-912",
  severity: "warning",
  subject: { operator: 8, name: "MEAN" },
  evidence: '#8 MEAN "pool": 4×4; #9 MEAN "last": 3×3',
  remedy: "Choose an input size that ends in 7×7.",
  source: "https://example.com/rules (read 2026-11-22)",
} as const;

test("the grid has a row for each model and a column for each soc, with verdict and key number", () => {
  const page = renderHtmlReport(
    sampleResult(
      sampleBuild({ soc: "cpu" }),
      sampleBuild({ soc: "artpec-8", verdict: "warned" }),
      sampleBuild({
        model: "other.onnx",
        name: "other",
        soc: "artpec-8",
        verdict: "errored",
        fidelity: null,
      }),
    ),
  );
  expect(readPage(page).rows("grid")).toEqual([
    ["Model", "CPU", "ARTPEC-8"],
    [
      "models/digits.onnx",
      "passed 98.3 % ± 1.6 top-1 (float 98.7 %)",
      "warned 98.3 % ± 1.6 top-1 (float 98.7 %)",
    ],
    ["other.onnx", "not asked for", "errored"],
  ]);
});

test("operators that share unit and reasons are one row, and each reason is said in words", () => {
  const operators = [
    { index: 0, name: "CONV_2D", placement: "dlpu", reasons: [], macs: 700 },
    { index: 1, name: "ADD", placement: "dlpu", reasons: [], macs: 0 },
    { index: 2, name: "CONV_2D", placement: "dlpu", reasons: [], macs: 275 },
    { index: 3, name: "MEAN", placement: "cpu", reasons: ["AX-OP-912"], macs: 25 },
  ] as const;
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild({ operators, segments: 1 }))));
  expect(page.text).toContain(
    "3 of 4 operators with 97.5 % of the MACs on the DLPU, 1 segment (predicted)",
  );
  expect(page.rows("Placement of the operators").slice(1)).toEqual([
    ["DLPU", "CONV_2D ×2, ADD", "#0–#2", "97.5 %", ""],
    ["CPU", "MEAN", "#3", "2.5 %", "AX-OP-912"],
  ]);
  expect(page.text).toContain("AX-OP-912 MEAN is not over height and width of a 7×7 or 8×8 input.");
});

test("a finding shows what was seen, what to do, and a link to where the rule comes from", () => {
  const page = renderHtmlReport(sampleResult(sampleBuild({ findings: [WARNING] })));
  const { text } = readPage(page);
  expect(text).toContain("warning AX-OP-912");
  expect(text).toContain('#8 MEAN "pool": 4×4 #9 MEAN "last": 3×3');
  expect(text).toContain("Do: Choose an input size that ends in 7×7.");
  expect(page).toContain('<a href="https://example.com/rules" rel="noreferrer">');
});

test("fidelity names its data and its kernels, and says that no camera was involved", () => {
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild())));
  expect(page.rows("On labelled data, with 95 % intervals")[1]).toEqual([
    "top-1",
    "98.7 % (96.6 % to 99.5 %)",
    "98.3 % (96.1 % to 99.3 %)",
    "0.4 points (-0.9 to 1.9)",
    "300",
  ]);
  expect(page.text).toContain("Size 36,864 bytes ≤ 4,000,000 bytes ✓ kept");
  expect(page.text).toContain("300 samples of the evaluation data");
  expect(page.text).toContain("LiteRT 2.3.0, XNNPACK; no camera was involved");
  expect(page.rows("Fidelity of each output")[1]).toEqual([
    "scores",
    "24.5 dB",
    "0.9990",
    "0.02",
    "0.0 %",
  ]);
});

test("a picture with another answer is shown with its label and both answers", () => {
  const page = renderHtmlReport(sampleResult(sampleBuild()));
  expect(readPage(page).text).toContain("0007.png , class 7 float: 7 (right), shipped: 1 (wrong)");
  expect(page).toContain('<img src="data:image/jpeg;base64,/9j/');
});

test("classes that the user named are shown by their names, which are text and nothing else", () => {
  const build = sampleBuild();
  const [answer] = build.fidelity?.changedAnswers ?? [];
  const names = { labelName: "seven", floatName: "seven", finalName: "<b>one</b>" };
  const changedAnswers = answer === undefined ? [] : [{ ...answer, ...names }];
  const fidelity = build.fidelity && { ...build.fidelity, changedAnswers };
  const page = renderHtmlReport(sampleResult({ ...build, fidelity }));
  expect(readPage(page).text).toContain(
    "0007.png , class seven float: seven (right), shipped: <b>one</b> (wrong)",
  );
  expect(page).not.toContain("<b>one");
});

test("a picture is shown whole or, where it is none, not at all", () => {
  const render = (jpegBase64: string) => {
    const build = sampleBuild();
    const [answer] = build.fidelity?.changedAnswers ?? [];
    const changedAnswers = answer === undefined ? [] : [{ ...answer, jpegBase64 }];
    const fidelity = build.fidelity && { ...build.fidelity, changedAnswers };
    return renderHtmlReport(sampleResult({ ...build, fidelity }));
  };
  const long = `${"A".repeat(2_001)}==`;
  expect(render(long)).toContain(`base64,${long}"`);
  expect(render('A" onerror="alert(1)')).not.toMatch(/<img|onerror/);
});

test("the contract shows each tensor's axes, bytes and how its stored values become real ones", () => {
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild())));
  expect(page.rows("Inputs and outputs").slice(1)).toEqual([
    [
      "input 0",
      "image",
      "1 × 32 × 48 × 3",
      "0, 2, 3, 1",
      "uint8",
      "4608",
      "0.00392157 × (stored − 0)",
      "NHWC, rgb, stretch, (pixel − 0) ÷ 255",
    ],
    ["output 0", "scores", "1 × 10", "in order", "uint8", "10", "0.00390625 × (stored − 3)", ""],
  ]);
});

test("a folder of many files is one row with their number and size", () => {
  const files = Array.from({ length: 120 }, (_, index) => ({
    path: `calibration/${index}.jpg`,
    sizeBytes: 1024,
    sha256: "d".repeat(64),
  }));
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild({ files }))));
  expect(page.rows("Files of the artifact").slice(1)).toEqual([
    ["calibration/", "120.0 KiB", "120 files, each with its hash in SHA256SUMS"],
  ]);
});

test("a build that did not finish says why", () => {
  const reason = "Ambarella CNNGen did not run, so there is no model.bin yet";
  const build = sampleBuild({
    soc: "cv25",
    verdict: "skipped",
    reason,
    fidelity: null,
    operators: [],
    segments: null,
  });
  const { text } = readPage(renderHtmlReport(sampleResult(build)));
  expect(text).toContain(reason);
  expect(text).toContain("Not measured.");
  expect(text).toContain("no list of CV25’s operators is public");
});

test("a build without a file shows why, and nothing that could only be said of a file", () => {
  const reason = "m.tflite is already quantized, so there is no float model to start from";
  const nothing = { operators: [], fidelity: null, contract: null, files: [], steps: [] } as const;
  const build = sampleBuild({ verdict: "failed", reason, ...nothing });
  const { text } = readPage(renderHtmlReport(sampleResult(build)));
  expect(text).toContain(reason);
  expect(text).toContain("dlpu build --models models/digits.onnx --soc artpec-8");
  expect(text).not.toMatch(/Placement|Fidelity|Contract|Reference latency|sha256sum/);
});

test("the published latency of a network like one of Axis' comes with camera, AXIS OS, range and how they differ", () => {
  const network = { macs: 75_193_888, family: "MobileNetV2" };
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild({ network }))));
  expect(
    page
      .rows("Published latency")
      .slice(1)
      .map((row) => row.slice(0, 4)),
  ).toEqual([
    ["MobilenetV2 (TF1)", "P1465-LE", "9.89 ms", "9.47–9.99 ms (23)"],
    ["MobilenetV2 (TF1)", "Q1656-LE", "5.36 ms", "5.19–7.27 ms (23)"],
  ]);
  expect(page.text).toContain("AXIS OS 12.11.72");
  expect(page.rows("Difference to Axis’ file").slice(1)).toEqual([
    ["MACs", "75.2 M", "MobilenetV2 (TF1): 300.8 M (this file: 0.25 ×)"],
    ["Input", "1 × 32 × 48 × 3", "224 × 224"],
    ["Precision", "int8-per-tensor", "uint8 QAT per-tensor"],
    ["Placement", "1 of 1 operator on the DLPU, 1 segment (predicted)", "not published"],
    ["Size", "36.0 KiB", "not published"],
  ]);
});

test("a structure that Axis has not measured gets no latency", () => {
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild())));
  expect(page.text).toContain("Nothing comparable");
  expect(page.text).not.toMatch(/\d ms/);
});

test("against a baseline the grid says what was, each build what moved, and the heading what is gone", () => {
  const [file] = sampleBuild().files;
  if (file === undefined) throw new Error("a sample without a file");
  const gone = sampleBuild({ soc: "artpec-9" });
  const base = sampleResult(
    sampleBuild({
      verdict: "warned",
      files: [{ ...file, sizeBytes: 30_720 }],
      findings: [WARNING],
      operators: [{ index: 0, name: "CONV_2D", placement: "cpu", reasons: ["AX-OP-912"] }],
    }),
    gone,
  );
  const head = sampleResult(sampleBuild(), sampleBuild({ soc: "cv25" }));
  const comparison = compareResults(base, head);
  const baseline = { kind: "found", name: "b".repeat(40), comparison } as const;
  const page = readPage(renderHtmlReport(head, { baseline }));
  expect(page.text).toContain(
    "1 added, 1 removed, 1 changed against bbbbbbbbbbbb. models/digits.onnx for artpec-9 is gone.",
  );
  expect(page.rows("grid")[1]).toEqual([
    "models/digits.onnx",
    "passed 98.3 % ± 1.6 top-1 (float 98.7 %) was warned 30.0 KiB → 36.0 KiB off the DLPU 1 of 1 operator → 0 of 1 operator",
    "passed 98.3 % ± 1.6 top-1 (float 98.7 %) new",
  ]);
  expect(page.rows("Changes against the baseline").slice(1)).toEqual([
    ["verdict", "warned", "passed"],
    ["size", "30.0 KiB", "36.0 KiB"],
    ["off the DLPU", "1 of 1 operator", "0 of 1 operator"],
    ["finding", "AX-OP-912", "resolved"],
  ]);
});

test("a history is a row a build, with what each number is and what it was before", () => {
  const build = sampleBuild();
  const entries = [30_720, 30_720, 36_864].map((sizeBytes, day) => {
    const moment = { commit: String(day + 1).repeat(40), date: `2026-11-0${day + 1}T12:00:00Z` };
    const files = build.files.map((file) => ({ ...file, sizeBytes }));
    return entryOf(sampleResult({ ...build, files }), moment);
  });
  const markup = renderHtmlReport(sampleResult(build), { history: entries });
  const page = readPage(markup);
  expect(page.text).toContain("3 commits, from 1111111, 2026-11-01 to 3333333, 2026-11-03");
  expect(page.rows("History of each build").slice(1)).toEqual([
    [
      "models/digits.onnx ARTPEC-8",
      "passed",
      "3333333, 2026-11-03: 36.0 KiB 36.0 KiB, was 30.0 KiB",
      "3333333, 2026-11-03: 98.3 % top-1 98.3 % top-1",
      "3333333, 2026-11-03: 0 of 1 operator 0 of 1 operator",
    ],
  ]);
  expect(markup).toContain('aria-label="Size: 30.0 KiB at 1111111, 36.0 KiB now, 1 change"');
  expect(markup).toContain('aria-label="Verdicts: 3 passed"');
});

test("a history of one commit, or none, has no section", () => {
  const entry = entryOf(sampleResult(sampleBuild()), {
    commit: "a".repeat(40),
    date: "2026-11-01T12:00:00Z",
  });
  expect(renderHtmlReport(sampleResult(sampleBuild()), { history: [entry] })).not.toContain(
    "History",
  );
});

test("the quantization recipe is told with what it gained on samples that took no part", () => {
  const page = readPage(renderHtmlReport(sampleResult(sampleBuild())));
  expect(page.text).toContain("Recipe weight equalization, joint rounding, bias correction");
  expect(page.text).toContain("On held-out samples 12.4 → 25.1 dB SQNR, 88.0 → 100.0 % agreement");
  expect(page.text).toContain("Tried 2 recipes in 6.2 s");
  expect(page.text).toContain("75 to learn from, 25 held out to choose");
  expect(page.text).toContain("the recipe learnt once more, from all 100");
});

test("a named product is shown with its soc and who says so", () => {
  const devices = [getDevice("AXIS P1465-LE")];
  const page = renderHtmlReport(sampleResult(sampleBuild({ devices })));
  expect(readPage(page).text).toMatch(/AXIS P1465-LE has ARTPEC-8, published by Axis: https:/);
  expect(page).toContain('<a href="https://github.com/AxisCommunications/axis-model-zoo"');
});

test("the page's policy lets in exactly its own style and script", () => {
  const page = renderHtmlReport(sampleResult(sampleBuild()));
  const policy = /Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1];
  const [styles, scripts] = [/<style>(.*?)<\/style>/gs, /<script>(.*?)<\/script>/gs].map((tag) =>
    [...page.matchAll(tag)].map(([, text = ""]) => text),
  );
  expect([styles?.length, scripts?.length]).toEqual([1, 1]);
  expect(policy).toBe(
    `default-src 'none'; style-src '${hash(styles?.[0])}'; script-src '${hash(scripts?.[0])}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  expect(withoutThumbnails(page)).not.toMatch(/\s(style|on\w+|src)=/);
});

/** The one kind of picture that a page may hold, letter for letter. */
function withoutThumbnails(page: string): string {
  return page.replace(
    /<img src="data:image\/jpeg;base64,[\w+/]+=*" alt="" width="40" height="40" \/>/g,
    "",
  );
}

test("names from models and repositories stay text", () => {
  const hostile =
    '</code><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x" ](javascript:1) \u202e\u0007\n${1} `';
  const build = sampleBuild({
    model: hostile,
    name: hostile,
    reason: hostile,
    findings: [
      {
        ...WARNING,
        code: hostile,
        evidence: hostile,
        remedy: hostile,
        source: `https://x.example/"><script>${hostile}`,
      },
    ],
    operators: [{ index: 0, name: hostile, placement: "cpu", reasons: [hostile] }],
    files: [{ path: hostile, sizeBytes: 1, sha256: hostile }],
    toolchain: { [hostile]: hostile },
    network: { macs: 1, family: hostile },
    devices: [{ product: hostile, soc: "artpec-8", source: hostile }],
  });
  const result = sampleResult(build, { ...build, verdict: "failed", soc: "artpec-9" });
  const base = sampleResult({ ...build, verdict: "warned" });
  const history = ["1", "2"].map((digit) =>
    entryOf(result, { commit: digit.repeat(40), date: `2026-11-0${digit}T12:00:00Z` }),
  );
  const page = renderHtmlReport(result, {
    baseline: { kind: "found", name: hostile, comparison: compareResults(base, result) },
    history,
  });
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(withoutThumbnails(page)).not.toMatch(/<img|\sonclick="|\u202e|href="javascript/);
  expect(page).not.toContain("\u0007");
  expect(readPage(page).text).toContain(hostile.replace("\u202e\u0007\n", "\\u{202e}\\u{7}\\u{a}"));
});

test("a name of 10,000 characters is cut, and says so", () => {
  const page = renderHtmlReport(sampleResult(sampleBuild({ model: "n".repeat(10_000) })));
  expect(page).toContain(`${"n".repeat(1000)}… (10000 characters)`);
  expect(page).not.toContain("n".repeat(1001));
});

test("ten models for six socs stay under 1 MB", () => {
  const socs = ["cpu", "artpec-7", "artpec-8", "artpec-9", "cv25", "cv75"] as const;
  const text =
    "The operator is not in the list of operators that the DLPU takes, seen as #17 at 4×4. ".repeat(
      3,
    );
  const findings = Array.from({ length: 8 }, (_, index) => ({
    ...WARNING,
    code: `AX-OP-9${index}`,
    evidence: text,
    remedy: text,
  }));
  const operators = Array.from({ length: 260 }, (_, index) => {
    const isOff = index % 13 === 0;
    return {
      index,
      name: `OPERATOR_${index % 20}`,
      placement: isOff ? "cpu" : "dlpu",
      reasons: isOff ? ["AX-OP-912"] : [],
    } as const;
  });
  const files = Array.from({ length: 300 }, (_, index) => ({
    path: `calibration/${index}.jpg`,
    sizeBytes: 9000,
    sha256: "e".repeat(64),
  }));
  const builds = Array.from({ length: 10 }, (_, model) =>
    socs.map((soc) =>
      sampleBuild({
        model: `models/m${model}.onnx`,
        name: `m${model}`,
        soc,
        findings,
        operators,
        files,
      }),
    ),
  );
  const result = sampleResult(...builds.flat());
  const history = Array.from({ length: 60 }, (_, day) => {
    const moved = result.builds.map((build) => ({
      ...build,
      files: [{ path: "m", sizeBytes: 9000 * (1 + (Math.floor(day / 4) % 3)), sha256: "" }],
    }));
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
    return entryOf(sampleResult(...moved), { commit: String(10 + day).repeat(20), date });
  });
  const page = renderHtmlReport(result, { history });
  // What each build can do without is left out, and the page says so.
  expect(page).toContain("So many builds would make a slow page");
  expect(page).toContain(`<p><b>Do:</b> ${text.slice(0, 80)}`);
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
});

function hash(text = ""): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
