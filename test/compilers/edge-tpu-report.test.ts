import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEdgeTpuReport } from "../../src/compilers/edge-tpu/parse-report.ts";
import { findStatus } from "../../src/compilers/edge-tpu/status.ts";
import { edgeTpuOutput } from "../stand-ins/stand-in-compiler.ts";

test("reads versions, memory, counts and every row of a report with operators on the CPU", () => {
  const rows = [
    "CONV_2D                        62         Mapped to Edge TPU",
    "QUANTIZE                       1          Operation is otherwise supported, but not mapped due to some unspecified limitation",
    "QUANTIZE                       1          Mapped to Edge TPU",
    "RESHAPE                        12         Tensor has unsupported rank (up to 3 innermost dimensions mapped)",
  ];
  expect(parseEdgeTpuReport(edgeTpuOutput(rows, { mapped: 63, cpu: 13 }))).toEqual({
    compilerVersion: "16.0.384591198",
    seconds: 0.986,
    inputBytes: Math.round(2.88 * 1024 ** 2),
    outputBytes: Math.round(3.31 * 1024 ** 2),
    onChipUsedBytes: Math.round(3.86 * 1024 ** 2),
    onChipRemainingBytes: Math.round(3.83 * 1024 ** 2),
    offChipBytes: 0,
    subgraphs: 1,
    operations: 76,
    onEdgeTpu: 63,
    onCpu: 13,
    rows: [
      { name: "CONV_2D", count: 62, status: "Mapped to Edge TPU" },
      {
        name: "QUANTIZE",
        count: 1,
        status:
          "Operation is otherwise supported, but not mapped due to some unspecified limitation",
      },
      { name: "QUANTIZE", count: 1, status: "Mapped to Edge TPU" },
      {
        name: "RESHAPE",
        count: 12,
        status: "Tensor has unsupported rank (up to 3 innermost dimensions mapped)",
      },
    ],
  });
});

test("reads a .log file, which has the table and no memory", () => {
  const log = `Edge TPU Compiler version 15.0.340273435
Input: mnist4.tflite
Output: mnist4_edgetpu.tflite

Operator                       Count      Status

DEQUANTIZE                     1          Operation is working on an unsupported data type
MAX_POOL_2D                    2          Mapped to Edge TPU
`;
  expect(parseEdgeTpuReport(log)).toEqual({
    compilerVersion: "15.0.340273435",
    rows: [
      { name: "DEQUANTIZE", count: 1, status: "Operation is working on an unsupported data type" },
      { name: "MAX_POOL_2D", count: 2, status: "Mapped to Edge TPU" },
    ],
  });
});

test.each([
  ["Mapped to Edge TPU", true],
  ["Operation is otherwise supported, but not mapped due to some unspecified limitation", false],
  ["More than one subgraph is not supported", false],
  ["Operation is working on an unsupported data type", false],
  ["Operation not supported", false],
  ["Operation version not supported", false],
  ["Tensor has unsupported rank (up to 3 innermost dimensions mapped)", false],
  ["Filter, bias, or other param is not constant at compile-time", false],
  ["Only Strided-Slice with unitary strides supported", false],
  ["For example, a fully-connected or softmax layer with 2D output", false],
])("knows the published status “%s”", (status, isMapped) => {
  expect(findStatus(status)).toMatchObject({ status, isMapped });
});

test("any text gives a report, without anything where it says nothing", () => {
  expect(parseEdgeTpuReport("Segmentation fault")).toEqual({ rows: [] });
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseEdgeTpuReport(text).rows).toBeInstanceOf(Array);
    }),
  );
});
