import type { CompiledOperator } from "../../graph/compiled-operator.ts";
import type { EdgeTpuPackage } from "../../graph/edge-tpu/parse-package.ts";
import type {
  GraphDescription,
  OperatorDescription,
  SubgraphDescription,
  TensorDescription,
} from "../../graph/describe-graph.ts";
import { COMPILED_FORMATS } from "../../targets/catalogue.ts";
import { countOf, renderBytes, renderCount } from "../../words/numbers.ts";
import { printable } from "../../words/text.ts";

/** What `dlpu inspect --json` prints. */
export interface InspectReport {
  readonly schemaVersion: 1;
  readonly model: string;
  /** A format of dlpu's own list, or the `kind` of the file that a soc's compiler made, such as `ambarella-cv25`. */
  readonly kind: string;
  /** Only for formats whose graph dlpu reads itself. */
  readonly graph?: GraphDescription & { readonly fileSizeBytes: number };
  readonly externalFiles: readonly string[];
  /** Parts of the main graph that a compiler has already turned into a program for an accelerator. */
  readonly compiled: readonly CompiledDescription[];
}

export interface CompiledDescription {
  readonly operatorIndex: number;
  readonly accelerator: CompiledOperator["accelerator"];
  readonly programBytes: number;
  /** Figures of an Edge TPU package. */
  readonly edgeTpu?: EdgeTpuPackage;
  /** Why the package could not be read. */
  readonly problem?: string;
}

const WIDTH = 80;

/**
 * Renders what `dlpu inspect` prints: at most 80 columns, no colours.
 *
 * Names come from the model and may hold anything: control and direction-changing characters are escaped.
 */
export function renderInspectTable(report: InspectReport): string {
  const { graph } = report;
  if (graph === undefined) return `${fit(renderTitle(report), WIDTH)}\n`;
  const lines = [
    renderTitle(report),
    ...renderFile(report),
    ...graph.subgraphs.flatMap((subgraph) => renderSubgraph(subgraph, graph.subgraphs.length)),
    "",
    `Constants: ${renderCount(graph.constants.parameters)} parameters, ${renderBytes(graph.constants.sizeBytes)}` +
      (graph.constants.externalBytes > 0
        ? `, of which ${renderBytes(graph.constants.externalBytes)} outside of the graph`
        : ""),
    ...report.compiled.flatMap(renderCompiled),
  ];
  return `${lines.map((line) => fit(line, WIDTH)).join("\n")}\n`;
}

const KIND_TITLES: Readonly<Record<string, string>> = {
  tflite: "TensorFlow Lite",
  onnx: "ONNX",
  h5: "Keras HDF5 (its graph is read after import)",
  keras: "Keras archive (its graph is read after import)",
  "saved-model": "TensorFlow SavedModel (its graph is read after import)",
  ...Object.fromEntries(
    COMPILED_FORMATS.map(({ kind, vendor, chip }) => [
      kind,
      `${vendor} binary for ${chip} (compiled; its graph is not readable)`,
    ]),
  ),
};

function renderTitle({ model, kind }: InspectReport): string {
  return `${model}: ${KIND_TITLES[kind] ?? kind}`;
}

function renderFile({ graph, externalFiles }: InspectReport): string[] {
  if (graph === undefined) return [];
  const opsets = graph.opsets.map(({ domain, version }) => `${domain || "ai.onnx"} ${version}`);
  const facts = [
    renderBytes(graph.fileSizeBytes),
    graph.producer === undefined ? "" : `written by ${graph.producer}`,
    graph.minRuntimeVersion === undefined ? "" : `needs TFLite ${graph.minRuntimeVersion}`,
    opsets.length === 0 ? "" : `operator sets ${opsets.join(", ")}`,
    externalFiles.length === 0 ? "" : countOf(externalFiles.length, "external data file"),
  ];
  return [facts.filter((fact) => fact !== "").join(", ")];
}

function renderSubgraph(subgraph: SubgraphDescription, subgraphCount: number): string[] {
  const { tensors, operators, macs, activations } = subgraph;
  const heading = subgraphCount === 1 ? [] : ["", `Subgraph ${subgraph.index} ${subgraph.name}`];
  const unsized = activations.unsizedTensors;
  return [
    ...heading,
    "",
    "Inputs",
    ...subgraph.inputs.map((index) => `  ${renderTensor(tensors[index])}`),
    "Outputs",
    ...subgraph.outputs.map((index) => `  ${renderTensor(tensors[index])}`),
    "",
    `Operators: ${operators.length}, ${count(macs)} multiply-accumulates a sample`,
    row("", "operator", "output", "MACs", "share"),
    ...operators.map((operator) => renderOperator(operator, tensors, macs)),
    "",
    `Activations: ${renderBytes(activations.totalBytes)}, peak ${renderBytes(activations.peakBytes)} at operator ${activations.peakOperatorIndex ?? "-"}` +
      (unsized > 0 ? `, without ${unsized} of unknown size` : ""),
  ];
}

function renderOperator(
  { index, name, customName, domain, version, outputs, macs }: OperatorDescription,
  tensors: readonly TensorDescription[],
  totalMacs: number | null,
): string {
  // ONNX operators have no version of their own: it is that of the operator set above.
  const suffix = customName ?? domain ?? `v${version}`;
  const title = `${name} ${suffix}`.trim();
  const output = renderType(tensors[outputs[0] ?? -1]);
  if (macs === 0) return row(String(index), title, output, "", "");
  const share = macs === null || !totalMacs ? "" : `${((100 * macs) / totalMacs).toFixed(1)} %`;
  return row(String(index), title, output, count(macs), share);
}

function row(index: string, name: string, output: string, macs: string, share: string): string {
  const cells = [
    index.padStart(4),
    fit(name, 28).padEnd(28),
    fit(output, 27).padEnd(27),
    macs.padStart(8),
    share.padStart(7),
  ];
  return cells.join(" ").trimEnd();
}

function renderTensor(tensor: TensorDescription | undefined): string {
  const parts = [fit(tensor?.name ?? "", 30), renderType(tensor), renderQuantization(tensor)];
  return parts.filter((part) => part !== "").join("  ");
}

/** Such as `uint8 1×224×224×3`; a size that changes at run time is shown as `?` or by its name. */
function renderType(tensor: TensorDescription | undefined): string {
  if (tensor === undefined) return "";
  const { dtype, shape, shapeSignature } = tensor;
  if (shape === null) return `${dtype} of unknown rank`;
  const sizes = shape.map((size, axis) => {
    const isDynamic = size === null || (typeof size === "number" && size < 0);
    return isDynamic || shapeSignature?.[axis] === -1 ? "?" : String(size);
  });
  return sizes.length === 0 ? `${dtype} scalar` : `${dtype} ${sizes.join("×")}`;
}

function renderQuantization(tensor: TensorDescription | undefined): string {
  const quantization = tensor?.quantization;
  if (quantization === undefined || quantization.granularity === "none") return "";
  if (quantization.granularity !== "per-tensor") return quantization.granularity;
  const [scale = 0] = quantization.scales;
  const [zeroPoint = 0] = quantization.zeroPoints;
  return `scale ${Number(scale.toPrecision(7))}, zero point ${zeroPoint}`;
}

function renderCompiled(compiled: CompiledDescription): string[] {
  const { operatorIndex, accelerator, programBytes, edgeTpu, problem } = compiled;
  const lines = [
    `Operator ${operatorIndex} is compiled for ${accelerator}: ${renderBytes(programBytes)}`,
  ];
  if (problem !== undefined) lines.push(`  unreadable: ${problem}`);
  if (edgeTpu === undefined) return lines;
  return [
    ...lines,
    `  needs Edge TPU runtime ${edgeTpu.minRuntimeVersion}, compiled by ${edgeTpu.compilerVersion || "an unnamed compiler"}`,
    `  parameters: ${renderBytes(edgeTpu.cachedParameterBytes)} cached, ${renderBytes(edgeTpu.streamedParameterBytes)} streamed`,
  ];
}

function count(value: number | null): string {
  return value === null ? "unknown" : renderCount(value);
}

/** Escapes the text and cuts it to `width` characters, the last of which is then `…`. */
function fit(text: string, width: number): string {
  const characters = Array.from(printable(text));
  if (characters.length <= width) return characters.join("");
  return `${characters.slice(0, width - 1).join("")}…`;
}
