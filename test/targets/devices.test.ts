import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { DEVICE_HINTS } from "../../src/targets/device-hints.ts";
import { DEVICES, findDevice, getDevice } from "../../src/targets/devices.ts";
import { MEASUREMENTS } from "../../src/targets/model-zoo.ts";
import { SOCS } from "../../src/targets/catalogue.ts";

test.each([
  ["AXIS P1465-LE", "artpec-8", "P1465-LE"],
  ["axis q1615 mk iii", "artpec-7", "Q1615 Mk III"],
  [" AXIS  Q1728 Network Camera", "artpec-9", "Q1728"],
  ["p3265-lve", "artpec-8", "P3265-LVE"],
  ["Q1656-LE", "artpec-8", "Q1656-LE"],
] as const)("%s has %s, as Axis published", (name, soc, product) => {
  expect(getDevice(name)).toMatchObject({ soc, product });
});

test("what only a third party says chooses nothing: the error gives it as a hint, with where it stands", () => {
  const { message, remedy } = errorOf("AXIS M4328-P");
  expect(message).toBe(
    "The soc of AXIS M4328-P is not published by Axis; a third party says artpec-8 (https://github.com/AxisCommunications/acap-native-sdk-examples/issues/360).",
  );
  expect(remedy).toMatch(/hint.*write artpec-8.*Properties\.System\.Soc/);
});

test("an unknown product gets the way to find out, and the nearest name where one is near", () => {
  expect(errorOf("P1466-LE").remedy).toMatch(/^Did you mean P1465-LE\?.*Properties\.System\.Soc/);
  expect(errorOf("W101").remedy).toMatch(/^Ask the camera: .*Properties\.System\.Soc/);
});

test.each(["P1465", "Q17281", "Q1615", "M9999-LE", "", "axis"])(
  "%o is no product that Axis published the soc of",
  (name) => {
    expect(findDevice(name)).toBeUndefined();
  },
);

test("every camera that Axis measured on has the soc of its measurements", () => {
  for (const { camera, soc } of MEASUREMENTS) expect(findDevice(camera)?.soc, camera).toBe(soc);
});

test("every row says where it comes from, and names a soc", () => {
  for (const { product, soc, source } of [...DEVICES, ...DEVICE_HINTS]) {
    expect(source, product).toMatch(/^https:\/\//);
    expect(SOCS, product).toContain(soc);
  }
});

test("no product is listed twice, and no hint repeats what Axis published", () => {
  const products = DEVICE_HINTS.map(({ product }) => product);
  expect(new Set(products).size).toBe(products.length);
  expect(products.filter((product) => findDevice(product) !== undefined)).toEqual([]);
});

function errorOf(name: string): UserError {
  try {
    getDevice(name);
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error(`${name} was accepted`);
}
