import { expect, test } from "vitest";
import { openInputs } from "../../src/github/run/inputs.ts";

test("lists are split at commas and line ends", () => {
  const inputs = openInputs({ INPUT_MODELS: " a.onnx, b/*.tflite\n\nc.h5," });
  expect(inputs.list("models")).toEqual(["a.onnx", "b/*.tflite", "c.h5"]);
});

test("an empty input is as if it were not given", () => {
  expect(openInputs({ INPUT_CONFIG: " " }).find("config")).toBeUndefined();
});

test("an unknown input is refused with the nearest name, also one that only the composite action saw", () => {
  expect(() => openInputs({ INPUT_SOCS: "cpu" })).toThrow('no input "socs" (did you mean "soc"?)');
  const given = JSON.stringify({ soc: "cpu", fail_on: "never" });
  expect(() => openInputs({ INPUT_GIVEN: given })).toThrow('"fail_on" (did you mean "fail-on"?)');
});

test("a choice that is not legal is refused with the legal ones", () => {
  const inputs = openInputs({ INPUT_CACHE: "alway" });
  expect(() => inputs.choice("cache", ["auto", "always", "never"])).toThrow(
    'Input cache: "alway" is not one of auto, always, never (did you mean "always"?)',
  );
});

test.each(["-1", "1.5", "1e3", "", "401", "0x10"])("%j is no number of days", (text) => {
  const inputs = openInputs({ "INPUT_RETENTION-DAYS": text });
  expect(() => inputs.wholeNumber("retention-days", [0, 400])).toThrow("whole number");
});
