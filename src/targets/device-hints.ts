import type { Soc } from "../result/soc.ts";

/** A product whose soc somebody other than Axis reported in public, and where. */
export interface DeviceHint {
  readonly product: string;
  readonly soc: Soc;
  readonly source: string;
}

const CV_EXAMPLES = "https://github.com/AxisCommunications/acap-computer-vision-sdk-examples";
const NATIVE_EXAMPLES = "https://github.com/AxisCommunications/acap-native-sdk-examples";

/** What a user ran or a camera answered, in public. */
// prettier-ignore
const SEEN: readonly (readonly [product: string, soc: Soc, source: string])[] = [
  ["Q3536-LVE", "artpec-8", "https://github.com/pandosme/DetectX, README (read 2026-11-22)"],
  ["Q3538-LVE", "artpec-8", `${CV_EXAMPLES}/issues/77`],
  ["M4328-P", "artpec-8", `${NATIVE_EXAMPLES}/issues/360`],
  ["P3267-LVE", "artpec-8", `${NATIVE_EXAMPLES}/issues/185`],
  ["M3086-V", "cv25", `${NATIVE_EXAMPLES}/issues/264`],
  ["M2035-LE", "cv25", "https://github.com/AxisCommunications/acap-native-sdk/issues/22"],
  ["Q6358", "artpec-9", "https://github.com/kotyzap/YOLOv8-on-AXIS-ACAP, README (read 2026-11-22)"],
];

/** Derived by a third party from an application vendor's compatibility list: never checked, and no word of Axis'. */
const LIST_SOURCE =
  "https://github.com/kotyzap/Axis-MSRP-Price-Overlay-Chrome-Extension, chipset-data.js at 1978611 (read 2026-11-22)";

const LISTED: Readonly<Record<Soc, string>> = {
  "artpec-8":
    "F4105-SLRE, F9111-R Mk II, F9114-B Mk II, F9114-R Mk II, M3215-LVE, M3216-LVE, M4225-LVE, M4227-LVE, M4228-LVE, " +
    "M4317-PLVE, M4318-PLR, M4318-PLVE, M4327-P, M5526-E, P1385, P1387, P1388, P1467-LE, P1468-LE, P1468-XLE, P1518-E, " +
    "P1518-LE, P3267-LV, P3268-LV, P3268-LVE, P3268-SLVE, P3735-PLE, P3737-PLE, P3738-PLE, P3747-PLVE, P3748-PLVE, " +
    "P3827-PVE, P4705-PLVE, P4707-PLVE, P4708-PLVE, P9117-PV, Q1686-DLE, Q1800, Q1805-LE, Q1806-LE, Q1808-LE, Q1809-LE, " +
    "Q1961-TE, Q1961-XTE, Q1971-E, Q1972-E, Q2101-TE, Q2112-E, Q2802-E, Q3626-VE, Q3628-VE, Q3839-PVE, Q3839-SPVE, " +
    "Q4809-PVE, Q6020-E, Q6300-E, Q9227-SLV, Q9307-LV, XFQ1656",
  "artpec-9":
    "M4337-PLVE, M4337-SPLVE, M4338-PLVE, M4347-PLVE, M4348-PLVE, P1475-LE, P1485-LE, P1486-LE, P1487-LE, P1488-LE, " +
    "P3275-LV, P3275-LVE, P3275-V, P3277-LV, P3277-LVE, P3278-LVE, P3285-LV, P3285-LVE, P3287-LVE, P3288-LVE, Q1726, " +
    "Q3546-LVE, Q3548-LVE, Q3556-LVE, Q3558-LVE, Q6086-E, Q6088-E, Q6325-LE, Q6355-LE, Q6411-LE, X1100",
  cv25:
    "M1055-L, M1075-L, M2036-LE, M3064-V, M3065-V, M3066-V, M3075-V, M3088-V, M3125-LVE, M3126-LVE, M3128-LVE, " +
    "M3138-LVE, M3205-LVE, M3206-LVE, M4215-LV, M4215-V, M4216-LV, M4216-V, M4218-LV, M4218-V, P1245 Mk II, P1265 Mk II, " +
    "P1275 Mk II, P3719-PLE, Q6010-E, Q6100-E, Q9216-SLV",
  cv75: "M3098-H, M3098-LV",
};

/** What was seen before what was only listed. */
export const DEVICE_HINTS: readonly DeviceHint[] = [
  ...SEEN.map(([product, soc, source]) => ({ product, soc, source })),
  ...Object.entries(LISTED).flatMap(([soc, products]) =>
    products.split(", ").map((product) => ({ product, soc, source: LIST_SOURCE })),
  ),
];
