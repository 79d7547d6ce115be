import type { FailureClass } from "../failure-class.ts";

const ISSUES = "https://github.com/google-coral/edgetpu/issues";

/** What edgetpu_compiler says when it makes no file, most telling first: a later line often only repeats that it failed. */
export const EDGE_TPU_FAILURES: readonly FailureClass[] = [
  {
    code: "A7-COMPILE-OPERATOR-VERSION",
    pattern: /Didn't find op for builtin opcode '(\w+)' version '(\d+)'/,
    owner: "user",
    cause: "$1 version $2 is newer than the TensorFlow Lite inside the compiler",
    remedy:
      "Let dlpu convert the model from its float form, which lowers versions where they mean the same; or convert it with TensorFlow 2.8 or older. CONV_2D version 6 is a grouped convolution: use depthwise or ungrouped ones.",
    source: `${ISSUES}/845, /147 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-OPERATOR-UNKNOWN",
    pattern: /Op builtin_code out of range: (\d+)/,
    owner: "user",
    cause: "operator $1 did not exist yet when the compiler was made",
    remedy: "Replace the operator by older ones before the conversion.",
    source: `${ISSUES}/862 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-DYNAMIC",
    pattern: /only supports static-sized tensors with a graph that has dynamic-sized tensors/,
    owner: "user",
    cause: "a tensor's size is not known before the model runs",
    remedy:
      "Give every input a static shape under inputs in dlpu.yml, or export the model with one.",
    source: "https://github.com/DebeshJha/NanoNet/issues/2 (read 2026-11-22)",
  },
  {
    code: "A7-COMPILE-CUSTOM-OPERATOR",
    pattern: /Encountered unresolved custom op: ([\w.-]+)/,
    owner: "user",
    cause: "the compiler does not know the custom operator $1",
    remedy: "End the model before the operator, or express it in TensorFlow Lite's own operators.",
    source: "jiri-kula/EfficientDet README (read 2026-11-22)",
  },
  {
    code: "A7-COMPILE-NOT-QUANTIZED",
    pattern: /Model not quantized/,
    owner: "user",
    cause: "the model is not quantized to 8 bits throughout",
    remedy:
      "Let dlpu quantize the float model, with calibration data; weights alone are not enough.",
    source: `${ISSUES}/79, /168, /313 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-ACTIVATIONS",
    pattern: /large activation tensors/,
    owner: "user",
    cause: "an activation is too large for the Edge TPU's memory",
    remedy: "Make the input smaller, or lower the number of channels where the picture is largest.",
    source: `${ISSUES}/439, /449, /608, /653 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-OPERATOR-REFUSED",
    pattern: /error: '(tfl\.\w+)' op is not supported on DarwiNN/,
    owner: "user",
    cause: "the Edge TPU cannot run $1 with these settings",
    remedy:
      "Change the operator as its finding in this report says, for instance a slice with stride 2 into a strided convolution or pooling.",
    source: `${ISSUES}/828 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-DATA-TYPE",
    pattern: /(?:unsupported data type|Unsupported (?:input|output|tensor) type)/i,
    owner: "user",
    cause: "a tensor has a data type that the compiler does not take",
    remedy:
      "Quantize the whole model to 8 bits: no float, int32 or int16 tensors between its ends.",
    source: "edgetpu_compiler's operation logs (read 2026-11-22)",
  },
  {
    code: "A7-COMPILE-SUBGRAPHS",
    pattern: /More than one subgraph is not supported/,
    owner: "user",
    cause: "the model would need more than one piece on the Edge TPU",
    remedy:
      "Replace the operators that the other findings name, so that the mapped part stays in one piece.",
    source: `${ISSUES}/461 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-RUNTIME-VERSION",
    pattern: /(?:requires runtime version \((\d+)\)|min_runtime_version)/,
    owner: "user",
    cause: "the wanted Edge TPU runtime does not fit the compiler or the camera",
    remedy:
      "Name the oldest AXIS OS of your cameras as in `artpec-7@10.6`: below 10.8, dlpu compiles for runtime 13.",
    source: "https://github.com/jsk-ros-pkg/coral_usb_ros/issues/78 (read 2026-11-22)",
  },
  {
    code: "A7-COMPILE-MEMORY",
    pattern: /std::bad_alloc|Cannot allocate memory|out of memory/i,
    owner: "environment",
    cause: "the machine's memory was not enough",
    remedy: "Use a machine with more memory, or build fewer models at a time.",
    source: "the C++ runtime's own words",
  },
  {
    code: "A7-COMPILE-UNREADABLE",
    pattern: /Model could not be parsed|Invalid model:/,
    owner: "user",
    cause: "it cannot read the file",
    remedy: "Let dlpu convert the model again from its float form.",
    source: `${ISSUES}/845 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-INTERPRETER",
    pattern: /Model failed in Tflite interpreter/,
    owner: "user",
    cause: "the model does not run in the TensorFlow Lite inside the compiler",
    remedy: "Read the ERROR lines above this one in the log: they name the operator.",
    source: "jiri-kula/EfficientDet README (read 2026-11-22)",
  },
  {
    code: "A7-COMPILE-INTERNAL",
    pattern: /Internal compiler error/,
    owner: "toolchain",
    cause: "the compiler broke on this model and does not say where",
    remedy:
      "Take operators off the model's end until it compiles: the last one removed is the one to replace. Large fully connected layers and transposed convolutions were the cause for others.",
    source: `${ISSUES}/92, /104, /189, /211, /358, /378 (read 2026-11-22)`,
  },
  {
    code: "A7-COMPILE-SILENT",
    pattern: /Compilation failed!/,
    owner: "toolchain",
    cause: "the compiler gave up without a word",
    remedy:
      "Run again on an idle machine: its own limit is 180 seconds. If it repeats, take operators off the model's end until it compiles.",
    isFlaky: true,
    source: `${ISSUES}/608 (read 2026-11-22)`,
  },
];
