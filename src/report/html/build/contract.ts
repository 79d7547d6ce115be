import {
  isPermuted,
  type Contract,
  type ContractInput,
  type ContractTensor,
} from "../../../result/contract.ts";
import { html, type Html } from "../elements/html.ts";
import { renderCode, renderFacts, renderTable } from "../elements/table.ts";

/** What an application must know: the file, the larod device, and every tensor with its bytes. */
export function renderContract(contract: Contract | null): Html {
  if (contract === null) return html`<p>None: there is no file to load.</p>`;
  const { file, larodDevice, precision, inputs, outputs } = contract;
  const rows = [
    ...inputs.map((tensor) => renderTensor(`input ${tensor.index}`, tensor, describeImage(tensor))),
    ...outputs.map((tensor) => renderTensor(`output ${tensor.index}`, tensor, "")),
  ];
  return html`${renderFacts([
    ["File to load", renderCode(file)],
    ["larod device", renderCode(larodDevice)],
    ["Precision", html`${precision}`],
  ])}
  ${renderTable("Inputs and outputs", COLUMNS, rows)}${renderReplaced(contract)}`;
}

/** What a cut left to the application; nothing for a whole model. */
function renderReplaced({ replaced = [] }: Contract): Html {
  if (replaced.length === 0) return html``;
  const rows = replaced.map(({ name, from, operators, missing }) => [
    renderCode(name),
    html`${from.join(", ")}`,
    html`${missing.length > 0 ? "left out" : operators.join(", ")}`,
  ]);
  return renderTable("Left to the application", REPLACED_COLUMNS, rows);
}

const REPLACED_COLUMNS = [
  { title: "Output of the source" },
  { title: "Computed from" },
  { title: "By, in order" },
];

const COLUMNS = [
  { title: "Tensor" },
  { title: "Name" },
  { title: "Shape" },
  { title: "Axes of the source" },
  { title: "Type" },
  { title: "Bytes", numeric: true },
  { title: "Real value" },
  { title: "Picture" },
];

function renderTensor(title: string, tensor: ContractTensor, picture: string): readonly Html[] {
  return [
    html`${title}`,
    renderCode(tensor.name),
    html`${tensor.shape.join(" × ")}`,
    html`${isPermuted(tensor) ? tensor.permutation.join(", ") : "in order"}`,
    html`${tensor.dtype}`,
    html`${tensor.sizeBytes}`,
    html`${describeQuantization(tensor)}`,
    html`${picture}`,
  ];
}

function describeQuantization({ quantization }: ContractTensor): string {
  if (quantization === null) return "as stored";
  const { scale, zeroPoint } = quantization;
  return `${scale.toPrecision(6)} × (stored − ${zeroPoint})`;
}

function describeImage({ layout, preprocess }: ContractInput): string {
  if (preprocess === null) return "";
  const { resize, color, mean, std } = preprocess;
  return `${layout}, ${color}, ${resize}, (pixel − ${list(mean)}) ÷ ${list(std)}`;
}

function list(values: readonly number[]): string {
  return values.length === 1 ? String(values[0]) : `[${values.join(", ")}]`;
}
