import type { Operator } from "../../graph/graph.ts";
import { hasDynamicDimension } from "../../graph/tensor-shape.ts";
import { tfliteFormsOf } from "../onnx-to-tflite.ts";
import { type OperatorNote, violationOf, violationOfTensors } from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { Rule } from "../rule.ts";
import { AXIS_FRAMEWORKS, AXIS_QUANTIZATION } from "./sources.ts";

const ONNX2TF = "https://github.com/PINTO0309/onnx2tf (read 2026-11-22)";

/** The newest operator set that onnx 1.23.2, which the worker is locked to, defines. */
const NEWEST_OPSET = 28;
/** Before this set, operators such as Upsample and BatchNormalization meant something else. */
const OLDEST_OPSET = 7;

export const onnxBeforeConversion: Rule = {
  code: "AX-ONNX-001",
  severity: "info",
  condition: "The file is ONNX, and this soc takes TFLite.",
  why: "Placement and quantization are decided by the file that comes out of conversion.",
  remedy: "Run `dlpu build`, or convert the model and check the .tflite.",
  source: AXIS_FRAMEWORKS,
  format: "onnx",
  find: ({ opsets }) => [
    {
      subject: {},
      evidence: `ONNX operator set ${opsets.map(({ version }) => version).join(", ")}; placement is not known yet`,
    },
  ],
};

export const onnxDynamicAxes: Rule = {
  code: "AX-ONNX-002",
  severity: "error",
  condition:
    "An input has a dynamic axis. Info where it is the batch alone, which conversion fixes to 1.",
  why: "The DLPU is given its work with every size fixed; a converter has to be told the sizes.",
  remedy:
    "Give the shapes under `inputs` in dlpu.yml (onnx2tf `-ois NAME:1,3,H,W`), or export without `dynamic_axes`.",
  source: ONNX2TF,
  format: "onnx",
  find: (graph) => {
    const dynamic = contextOf(graph).subgraph.inputs.filter(hasDynamicDimension);
    const isBatchOnly = dynamic.every(({ shape }) => shape?.slice(1).every(isFixed) === true);
    const severity = isBatchOnly ? "info" : "error";
    return violationOfTensors(dynamic).map((violation) => ({ ...violation, severity }));
  },
};

export const onnxOpset: Rule = {
  code: "AX-ONNX-003",
  severity: "warning",
  condition: `The ONNX operator set is older than ${OLDEST_OPSET} or newer than ${NEWEST_OPSET}.`,
  why: "Converters know the operators of the sets in between; others are refused or misread.",
  remedy: "Export with `opset_version=13` to 18, or run onnx.version_converter on the file.",
  source: ONNX2TF,
  format: "onnx",
  find: ({ opsets }) => {
    const version = opsets.find(({ domain }) => domain === "" || domain === "ai.onnx")?.version;
    if (version === undefined || (version >= OLDEST_OPSET && version <= NEWEST_OPSET)) return [];
    return [{ subject: {}, evidence: `operator set ${version}` }];
  },
};

export const onnxInconvertible: Rule = {
  code: "AX-ONNX-004",
  severity: "error",
  condition:
    "An operator has a result whose size is known only at run time, or belongs to no standard operator set.",
  why: "TFLite has no builtin of fixed size for it: conversion fails or leaves a TensorFlow operator that larod refuses.",
  remedy:
    "Export without non-maximum suppression, loops and custom operators; do that part in the application.",
  source: `${ONNX2TF}; ${AXIS_FRAMEWORKS}`,
  format: "onnx",
  find: (graph) =>
    violationOf(
      contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
        if (RUNTIME_SIZED.has(operator.name)) return [{ operator, note: "sized at run time" }];
        return isForeign(operator) ? [{ operator, note: "operator of another domain" }] : [];
      }),
    ),
};

export const onnxQuantized: Rule = {
  code: "AX-ONNX-006",
  severity: "error",
  condition: "The ONNX file is quantized already.",
  why: "Each target needs its own quantization, made from the float network; converters carry another one over only in part.",
  remedy: "Give dlpu the float model: export it before any `quantize_static` or QDQ step.",
  source: `${ONNX2TF}; ${AXIS_QUANTIZATION}`,
  format: "onnx",
  find: (graph) => {
    const quantized = contextOf(graph).subgraph.operators.filter(({ name }) => isQuantized(name));
    return violationOf(quantized.map((operator) => ({ operator, note: "" })));
  },
};

/**
 * Tells which ONNX operators turn into TFLite operators that the soc leaves to the CPU.
 *
 * @param takes whether the soc's DLPU lists a TFLite operator at all.
 */
export function onnxUnsupported(takes: (tfliteName: string) => boolean): Rule {
  return {
    code: "AX-ONNX-005",
    severity: "warning",
    condition: "An ONNX operator becomes a TFLite operator that this soc's DLPU does not list.",
    why: "It would run on the CPU, and each change between DLPU and CPU costs time.",
    remedy:
      "Replace the operator in the network, or cut the export before it; then check the converted file.",
    source: `${ONNX2TF}; ${AXIS_FRAMEWORKS}`,
    format: "onnx",
    find: (graph) =>
      violationOf(
        contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
          const forms = tfliteFormsOf(operator);
          if (forms.length === 0 || forms.some(takes)) return [];
          return [{ operator, note: `becomes ${forms.join(" or ")}` }];
        }),
      ),
  };
}

/** Operators whose results have no fixed size, or that run subgraphs. */
export const RUNTIME_SIZED: ReadonlySet<string> = new Set([
  ...["NonMaxSuppression", "NonZero", "Unique", "Compress", "Loop", "Scan"],
  ...["SequenceConstruct", "SequenceAt", "SequenceInsert", "SplitToSequence", "ConcatFromSequence"],
]);

/** ONNX's own operators and those of ONNX Runtime that converters know. */
const KNOWN_DOMAINS: ReadonlySet<string> = new Set(["", "ai.onnx", "com.microsoft"]);

/** Whether an operator belongs to an extension that neither converters nor ONNX Runtime have. */
export function isForeign({ domain = "" }: Operator): boolean {
  return !KNOWN_DOMAINS.has(domain);
}

/** `QuantizeLinear`, `DequantizeLinear` and the operators that compute on integers, such as `QLinearConv`. */
function isQuantized(name: string): boolean {
  return /^(Dequantize|Quantize|QLinear|DynamicQuantize)|Integer$/.test(name);
}

function isFixed(size: unknown): boolean {
  return typeof size === "number" && size > 0;
}

/** Whether an operator suppresses overlapping boxes, by ONNX's name or an exporter's own. */
export function isSuppression(name: string): boolean {
  return /non_?max_?suppression|nms/i.test(name);
}
