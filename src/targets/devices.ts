import type { Soc } from "./soc.ts";

/** The soc of a product, and who says so. */
export interface Device {
  /** As Axis writes it, without `AXIS`: `P1465-LE`. */
  readonly product: string;
  readonly soc: Soc;
  /** `published` by Axis, or a `hint`: what a user measured or a camera answered, in public. */
  readonly origin: "published" | "hint";
  readonly source: string;
}

/** What to do about a product that is not here: Axis publishes no table, but every camera knows its soc. */
export const HOW_TO_FIND_THE_SOC =
  "Ask the camera: `parhandclient getgroup root.Properties.System.Soc` in its shell, or the parameter Properties.System.Soc over VAPIX, answers with the soc's name, such as Axis Artpec-8 or Ambarella CV25.";

const MODEL_ZOO =
  "https://github.com/AxisCommunications/axis-model-zoo, README.md and .github/workflows/benchmark.yml (read 2026-11-22)";
const AXIS_DLPU =
  "https://developer.axis.com/computer-vision/computer-vision-on-device/axis-dlpu (read 2026-11-22)";
const CV_EXAMPLES = "https://github.com/AxisCommunications/acap-computer-vision-sdk-examples";
const NATIVE_EXAMPLES = "https://github.com/AxisCommunications/acap-native-sdk-examples";

type Row = readonly [product: string, soc: Soc, origin: Device["origin"], source: string];

/** A family's name stands for its members: `P3265` for `P3265-LVE`. */
// prettier-ignore
const ROWS: readonly Row[] = [
  ["Q1615 Mk III", "artpec-7", "published", MODEL_ZOO],
  ["P1465-LE", "artpec-8", "published", MODEL_ZOO],
  ["Q1656", "artpec-8", "published", AXIS_DLPU],
  ["P3265", "artpec-8", "published", AXIS_DLPU],
  ["Q1728", "artpec-9", "published", MODEL_ZOO],
  ["M3085-V", "cv25", "published", MODEL_ZOO],
  ["M2048-LE", "cv75", "published", MODEL_ZOO],
  ["Q3536-LVE", "artpec-8", "hint", "https://github.com/pandosme/DetectX, README (read 2026-11-22)"],
  ["Q3538-LVE", "artpec-8", "hint", `${CV_EXAMPLES}/issues/77`],
  ["M4328-P", "artpec-8", "hint", `${NATIVE_EXAMPLES}/issues/360`],
  ["P3267-LVE", "artpec-8", "hint", `${NATIVE_EXAMPLES}/issues/185`],
  ["M3086-V", "cv25", "hint", `${NATIVE_EXAMPLES}/issues/264`],
  ["M2035-LE", "cv25", "hint", "https://github.com/AxisCommunications/acap-native-sdk/issues/22"],
  ["Q6358", "artpec-9", "hint", "https://github.com/kotyzap/YOLOv8-on-AXIS-ACAP, README (read 2026-11-22)"],
];

export const DEVICES: readonly Device[] = ROWS.map(([product, soc, origin, source]) => ({
  ...{ product, soc, origin, source },
}));

/** Finds a product by its name, with or without `AXIS`, in any case, `P3265-LVE` by its family `P3265`. */
export function findDevice(name: string): Device | undefined {
  const wanted = normalize(name);
  return DEVICES.find(({ product }) => {
    const known = normalize(product);
    return wanted === known || wanted.startsWith(`${known}-`);
  });
}

/** ` AXIS  Q1615 MK III Network Camera` → `q1615 mk iii`. */
function normalize(name: string): string {
  const words = name.trim().toLowerCase().replace(/\s+/g, " ");
  return words.replace(/^axis /, "").replace(/ (network|bullet|dome|box) camera$/, "");
}
