import { expect, test } from "vitest";
import { DEVICES, findDevice } from "../../src/targets/devices.ts";
import { MEASUREMENTS } from "../../src/targets/model-zoo.ts";

test.each([
  ["AXIS P1465-LE", "artpec-8"],
  ["axis q1615 mk iii", "artpec-7"],
  [" AXIS  Q1728 Network Camera", "artpec-9"],
  ["P3265-LVE", "artpec-8"],
  ["Q1656-LE", "artpec-8"],
] as const)("%s has %s, as Axis published", (name, soc) => {
  expect(findDevice(name)).toMatchObject({ soc, origin: "published" });
});

test("what only users have reported is a hint, with where they did", () => {
  expect(findDevice("M4328-P")).toMatchObject({
    soc: "artpec-8",
    origin: "hint",
    source: "https://github.com/AxisCommunications/acap-native-sdk-examples/issues/360",
  });
});

test.each(["P1465", "Q17281", "Q1615", "M9999-LE", "", "axis"])(
  "%o is no product that anything is known of",
  (name) => {
    expect(findDevice(name)).toBeUndefined();
  },
);

test("every camera that Axis measured on has the soc of its measurements", () => {
  for (const { camera, soc } of MEASUREMENTS) expect(findDevice(camera)?.soc, camera).toBe(soc);
});

test("every row says where it comes from", () => {
  for (const { product, source } of DEVICES) expect(source, product).toMatch(/^https:\/\//);
});
