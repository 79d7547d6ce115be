import type { Finding } from "../../result/finding.ts";
import type { ModelConfig } from "../../config/config.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { ValueRange } from "./pixel-range.ts";
import { countOf } from "../../words/numbers.ts";

const GUIDE =
  "https://developer.axis.com/computer-vision/computer-vision-on-device/quantization (read 2026-11-22): typically 100 images; guides ask for 100 to 200";

/** Fewer give ranges that one odd image decides; users with 8 images got unusable models. */
const FEW = 100;
const TOO_FEW = 32;
/** Share of the declared range that real data is expected to span. */
const EXPECTED_SPAN = 0.5;

type Report = MethodResult<"make_samples">;

/** What is wrong with the data that ranges are found on: too little, broken, repeated, or not as declared. */
export function calibrationFindings(
  model: ModelConfig,
  report: Report,
  declared: readonly (ValueRange | null)[],
): Finding[] {
  if (report.synthetic) return [syntheticFinding(model)];
  return [
    ...tooFew(report),
    ...broken(report),
    ...repeated(report),
    ...flat(report),
    ...outOfRange(report, declared),
  ];
}

function syntheticFinding(model: ModelConfig): Finding {
  return finding(
    "DLPU-CAL-001",
    "warning",
    `no calibration data for ${model.shownPath}: ranges were found on seeded synthetic input, so nothing here is evidence of accuracy`,
    "Name 100 to 200 representative camera images under calibration in dlpu.yml.",
  );
}

function tooFew({ used: count }: Report): Finding[] {
  if (count >= FEW) return [];
  const severity = "warning";
  const how = count < TOO_FEW ? "far too few to find ranges" : "fewer than advised";
  return [
    finding(
      "AX-Q-007",
      severity,
      `${countOf(count, "calibration sample")}: ${how}`,
      "Use 100 to 200 images from the camera, over the light and scenes that it will see.",
    ),
  ];
}

function broken({ undecodable }: Report): Finding[] {
  if (undecodable.length === 0) return [];
  const named = undecodable.slice(0, 3).map(({ file, reason }) => `${file} (${reason})`);
  return [
    finding(
      "DLPU-CAL-002",
      "warning",
      `${countOf(undecodable.length, "calibration file")} cannot be decoded: ${named.join(", ")}`,
      "Replace or remove them; Git LFS pointers and partial downloads are the usual cause.",
    ),
  ];
}

function repeated({ duplicates }: Report): Finding[] {
  if (duplicates.length === 0) return [];
  const [first = []] = duplicates;
  const extra = duplicates.reduce((sum, group) => sum + group.length - 1, 0);
  return [
    finding(
      "DLPU-CAL-003",
      "warning",
      `calibration images that repeat another one: ${extra}, such as ${first.slice(0, 3).join(" = ")}`,
      "Remove the copies: repeated images count twice and hide how few there are.",
    ),
  ];
}

function flat({ constant }: Report): Finding[] {
  if (constant.length === 0) return [];
  return [
    finding(
      "DLPU-CAL-004",
      "warning",
      `calibration images of one colour only: ${constant.length}, such as ${constant[0] ?? ""}`,
      "Remove them unless the camera really sees such frames.",
    ),
  ];
}

function outOfRange({ range }: Report, [expected]: readonly (ValueRange | null)[]): Finding[] {
  if (expected === null || expected === undefined) return [];
  const span = (range.max - range.min) / (expected.max - expected.min);
  const slack = (expected.max - expected.min) * 0.01;
  const outside = range.min < expected.min - slack || range.max > expected.max + slack;
  if (!outside && span >= EXPECTED_SPAN) return [];
  const seen = `[${range.min.toFixed(3)}, ${range.max.toFixed(3)}]`;
  const wanted = `[${expected.min.toFixed(3)}, ${expected.max.toFixed(3)}]`;
  return [
    finding(
      "DLPU-CAL-005",
      "warning",
      `the calibration data spans ${seen}, the declared preprocessing gives ${wanted}`,
      "Check mean and std under preprocess, and that arrays hold preprocessed values.",
    ),
  ];
}

function finding(
  code: string,
  severity: Finding["severity"],
  evidence: string,
  remedy: string,
): Finding {
  return { code, severity, subject: {}, evidence, remedy, source: GUIDE };
}
