import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { delegateSource } from "./source.ts";
import { describeFirst, describeTensor, isByte, isOneOf } from "./tensor-conditions.ts";

/** Operands of UNIDIRECTIONAL_SEQUENCE_LSTM, by position (TFLite's lstm_shared.h). */
const LSTM_OUTPUT_STATE = 18;
const LSTM_CELL_STATE = 19;

/** Operands of BIDIRECTIONAL_SEQUENCE_LSTM, by position (TFLite's bidirectional_sequence_lstm.cc). */
const BI_LSTM_PROJECTION = 16;
const BI_LSTM_AUXILIARY_TO_CELL = 42;

/** Operands of BIDIRECTIONAL_SEQUENCE_RNN, by position (TFLite's bidirectional_sequence_rnn.cc). */
const BI_RNN_AUXILIARY = 9;
const BI_RNN_AUXILIARY_WEIGHTS = 10;

const QUANTIZE_RECURRENT = "Quantize the layer to full integer (int8 data, int16 cell state).";
const UNROLL =
  "Unroll the recurrence (tf.keras layers: unroll=True) or use convolutions over time.";

export const RECURRENT: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  [
    "UNIDIRECTIONAL_SEQUENCE_LSTM",
    [
      {
        code: "A8-LSTM-001",
        condition: "The input is neither int8 nor uint8.",
        why: "The NPU's LSTM takes 8-bit data.",
        remedy: QUANTIZE_RECURRENT,
        source: delegateSource("2368-2394"),
        violated: ({ inputs: [input] }) => describeFirst([input], (tensor) => !isByte(tensor)),
      },
      {
        code: "A8-LSTM-002",
        condition: "Output state and output have different types.",
        why: "The NPU feeds the output back as the state.",
        remedy: QUANTIZE_RECURRENT,
        source: delegateSource("2368-2394"),
        violated: describeStateMismatch,
      },
      {
        code: "A8-LSTM-003",
        condition: "The cell state is neither int16 nor float16.",
        why: "The NPU keeps cells in 16 bits.",
        remedy: QUANTIZE_RECURRENT,
        source: delegateSource("2368-2394"),
        violated: ({ inputs }) =>
          describeFirst([inputs[LSTM_CELL_STATE]], (cell) => !isOneOf(cell, ["int16", "float16"])),
      },
    ],
  ],
  [
    "BIDIRECTIONAL_SEQUENCE_LSTM",
    [
      floatWeights("A8-BILSTM-001", "2588-2612"),
      {
        code: "A8-BILSTM-002",
        condition: "The layer has projection or auxiliary weights.",
        why: "The NPU's bidirectional LSTM has neither.",
        remedy:
          "Leave out the projection, or write it as a layer of its own; do not stack on auxiliary input.",
        source: delegateSource("2588-2612"),
        violated: ({ inputs }) =>
          describeFirst(
            [inputs[BI_LSTM_PROJECTION], inputs[BI_LSTM_AUXILIARY_TO_CELL]],
            () => true,
          ),
      },
    ],
  ],
  ["UNIDIRECTIONAL_SEQUENCE_RNN", [floatWeights("A8-RNN-001", "2233-2245")]],
  [
    "BIDIRECTIONAL_SEQUENCE_RNN",
    [
      floatWeights("A8-BIRNN-001", "2131-2151"),
      {
        code: "A8-BIRNN-002",
        condition: "There is an auxiliary input without weights for it.",
        why: "The NPU multiplies every input by weights of its own.",
        remedy: "Concatenate the auxiliary input with the main one.",
        source: delegateSource("2131-2151"),
        violated: ({ inputs }) =>
          inputs[BI_RNN_AUXILIARY_WEIGHTS] === undefined
            ? describeFirst([inputs[BI_RNN_AUXILIARY]], () => true)
            : undefined,
      },
    ],
  ],
];

/** These layers have a floating-point form only. */
function floatWeights(code: string, lines: string): OperatorConstraint {
  return {
    code,
    condition: "The input weights are not float32.",
    why: "The delegate knows this layer in floating point only, so a quantized one runs on the CPU.",
    remedy: UNROLL,
    source: delegateSource(lines),
    violated: ({ inputs: [, weights] }) =>
      describeFirst([weights], ({ dtype }) => dtype !== "float32"),
  };
}

function describeStateMismatch({ inputs, outputs: [output] }: Operator): string | undefined {
  const state = inputs[LSTM_OUTPUT_STATE];
  if (state === undefined || output === undefined || state.dtype === output.dtype) return undefined;
  return `state ${describeTensor(state)}, output ${output.dtype}`;
}
