import type { Soc } from "../result/soc.ts";

/** A published measurement of one of Axis' own models on one of its cameras. */
export interface Measurement {
  readonly soc: Soc;
  readonly model: string;
  readonly camera: string;
  readonly precision: string;
  /** As published: classification on the camera, detection on a computer. */
  readonly accuracy: string;
  /** Mean over 1000 runs on random input, at `MEASURED_AXIS_OS`. */
  readonly latencyMs: number;
  /** Fastest and slowest over earlier releases of AXIS OS. */
  readonly latencyRangeMs: readonly [fastest: number, slowest: number];
  readonly releases: number;
}

export const MEASURED_AXIS_OS = "12.11.72";

/** README.md and its history of https://github.com/AxisCommunications/axis-model-zoo (commit 51d6beb8ef). */
export const MEASUREMENT_SOURCE =
  "https://github.com/AxisCommunications/axis-model-zoo, README.md at commit 51d6beb8ef and its history (read 2026-11-22)";

type Row = readonly [
  ...[soc: Soc, model: string, camera: string, precision: string, accuracy: string],
  ...[latencyMs: number, fastestMs: number, slowestMs: number, releases: number],
];

// prettier-ignore
const ROWS: readonly Row[] = [
  ["artpec-7", "MobilenetV2 (TF1)", "Q1615 Mk III", "uint8 QAT, Edge TPU", "top-1 68.9 %, top-5 88.2 %", 4.42, 4.38, 4.89, 23],
  ["artpec-7", "MobilenetV2 (TF2)", "Q1615 Mk III", "int8 PTQ per-channel, Edge TPU", "top-1 69.6 %, top-5 89.1 %", 4.58, 4.42, 4.76, 23],
  ["artpec-7", "MobilenetV3 (TF2)", "Q1615 Mk III", "int8 PTQ, Edge TPU", "top-1 72.7 %, top-5 91.1 %", 4.76, 4.53, 5.07, 23],
  ["artpec-8", "MobilenetV2 (TF1)", "P1465-LE", "uint8 QAT per-tensor", "top-1 68.8 %, top-5 88.9 %", 9.89, 9.47, 9.99, 23],
  ["artpec-8", "MobilenetV2 (TF1)", "Q1656-LE", "uint8 QAT per-tensor", "top-1 68.8 %, top-5 88.9 %", 5.36, 5.19, 7.27, 23],
  ["artpec-9", "MobilenetV2 (TF1)", "Q1728", "uint8 QAT per-tensor", "top-1 69.1 %, top-5 89.0 %", 2.02, 2.01, 2.8, 10],
  ["cv25", "MobilenetV2 (TF1)", "M3085-V", "not stated", "top-1 66.8 %, top-5 87.2 %", 5.35, 5.35, 29.31, 23],
  ["cv25", "EfficientNet-Lite0 (TF1)", "M3085-V", "not stated", "top-1 71.2 %, top-5 90.3 %", 6.86, 6.74, 36.28, 23],
  ["cv75", "EfficientNet-Lite2 (TF1)", "M2048-LE", "int8", "top-1 72.6 %, top-5 91.4 %", 6.96, 6.96, 6.96, 2],
  ["cv75", "MobilenetV2 (TF1)", "M2048-LE", "not stated", "top-1 67.2 %, top-5 89.2 %", 2.98, 2.98, 2.98, 2],
  ["artpec-7", "SSD MobileNet v2", "Q1615 Mk III", "uint8 QAT, Edge TPU", "mAP 25.6 %", 18.07, 17.11, 19.09, 16],
  ["artpec-7", "SSDLite MobileDet", "Q1615 Mk III", "int8/uint8 QAT, Edge TPU", "mAP 32.9 %", 34.17, 30.29, 34.17, 16],
  ["artpec-8", "SSD MobilenetV2", "P1465-LE", "uint8 QAT per-tensor", "mAP 25.6 %", 28.14, 27.89, 29.38, 16],
  ["artpec-8", "SSDLite MobileDet", "P1465-LE", "uint8 QAT per-tensor", "mAP 32.9 %", 38.53, 38.44, 41.81, 16],
  ["artpec-8", "Yolov5n-Artpec8", "P1465-LE", "int8, uint8 at both ends", "mAP 23.5 %", 100.07, 99.99, 100.33, 16],
  ["artpec-8", "SSD MobilenetV2", "Q1656-LE", "uint8 QAT per-tensor", "mAP 25.6 %", 17.84, 17.67, 18.92, 16],
  ["artpec-8", "SSDLite MobileDet", "Q1656-LE", "uint8 QAT per-tensor", "mAP 32.9 %", 28.19, 28.19, 31.19, 16],
  ["artpec-8", "Yolov5n-Artpec8", "Q1656-LE", "int8, uint8 at both ends", "mAP 23.5 %", 55.57, 54.62, 55.57, 16],
  ["artpec-8", "Yolov5s-Artpec8", "Q1656-LE", "int8, uint8 at both ends", "mAP 32.3 %", 69.97, 69.31, 70.15, 16],
  ["artpec-8", "Yolov5m-Artpec8", "Q1656-LE", "int8, uint8 at both ends", "mAP 37.9 %", 95.65, 94.58, 95.65, 16],
  ["artpec-9", "SSD MobilenetV2", "Q1728", "uint8 QAT per-tensor", "mAP 25.6 %", 10.48, 10.35, 14.44, 10],
  ["artpec-9", "SSDLite MobileDet", "Q1728", "uint8 QAT per-tensor", "mAP 32.9 %", 21.48, 20.83, 25.62, 10],
  ["artpec-9", "Yolov5n-Artpec9", "Q1728", "int8, uint8 at both ends", "mAP 23.3 %", 31.85, 31.85, 55.02, 10],
  ["artpec-9", "Yolov5s-Artpec9", "Q1728", "int8, uint8 at both ends", "mAP 32.2 %", 35.0, 35.0, 58.93, 10],
  ["artpec-9", "Yolov5m-Artpec9", "Q1728", "int8, uint8 at both ends", "mAP 38.1 %", 42.7, 42.7, 68.64, 10],
  ["cv25", "Yolov5s-CV25", "M3085-V", "not stated", "mAP 37.0 %", 128.36, 128.36, 128.36, 2],
  ["cv75", "Yolov8n_det-CV75", "M2048-LE", "not stated", "mAP 37.3 %", 11.48, 11.48, 11.48, 2],
];

export const MEASUREMENTS: readonly Measurement[] = ROWS.map(
  ([soc, model, camera, precision, accuracy, latencyMs, fastestMs, slowestMs, releases]) => ({
    ...{ soc, model, camera, precision, accuracy, latencyMs, releases },
    latencyRangeMs: [fastestMs, slowestMs],
  }),
);
