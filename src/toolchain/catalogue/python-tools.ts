import type { Tool } from "./tool.ts";

const PLATFORM = "x86-64 Linux, Python 3.12 or 3.13";
const MEASURED = "Installed and measured on Python 3.12 on 2026-11-22.";

/** Installs the Python packages: fast, from hashed locks, into relocatable environments. */
export const uv: Tool = {
  id: "uv",
  title: "uv",
  version: "0.13.9",
  platform: "x86-64 Linux",
  licence: "Apache-2.0 or MIT",
  neededBy: "installing the Python environments",
  downloadBytes: 17_600_000,
  installedBytes: 40_000_000,
  sources: [{ kind: "python-index", lock: "uv.txt" }],
  asksVersion: "uv --version",
  verification: MEASURED,
};

/** For machines that have no Python which the worker's packages are made for. */
export const python: Tool = {
  id: "python",
  title: "Python",
  version: "3.12.16",
  platform: "x86-64 Linux",
  licence: "PSF",
  neededBy: "the Python environments, where neither Python 3.12 nor 3.13 is found",
  downloadBytes: undefined,
  installedBytes: undefined,
  sources: [{ kind: "uv" }],
  asksVersion: "sys.version_info",
  verification:
    "uv knows this version (asked on 2026-11-22); the archive could not be downloaded where this catalogue was made.",
};

/** Converts, quantizes and emulates `.onnx` and `.tflite` models. */
export const core: Tool = {
  id: "core",
  title: "Python worker",
  version: "as locked in core.txt",
  platform: PLATFORM,
  licence: "Apache-2.0, MIT, BSD and PSF, by package",
  neededBy: "every build",
  downloadBytes: 202_000_000,
  installedBytes: 732_000_000,
  sources: [{ kind: "python-index", lock: "core.txt" }],
  asksVersion: "importlib.metadata of each package",
  verification: MEASURED,
};

/** Reads Keras and SavedModel files, and turns `.tflite` files into ONNX. */
export const tensorflow: Tool = {
  id: "tensorflow",
  title: "Python worker with TensorFlow",
  version: "as locked in tensorflow.txt",
  platform: PLATFORM,
  licence: "Apache-2.0, MIT, BSD and PSF, by package",
  neededBy: "builds from `.h5`, `.keras` and SavedModel; CV25 and CV75 builds from `.tflite`",
  downloadBytes: 398_000_000,
  installedBytes: 1_444_000_000,
  sources: [{ kind: "python-index", lock: "tensorflow.txt" }],
  asksVersion: "importlib.metadata of each package",
  verification: MEASURED,
};
