import type { Tool } from "./tool.ts";

/** Ambarella's compiler for the CVflow chips. */
export const cnngenToolchain: Tool = {
  id: "cnngen",
  title: "Ambarella CNNGen",
  version: "the user's",
  platform: "x86-64 Linux, usually in Ambarella's container",
  licence: "Ambarella's, for partners only",
  neededBy: "CV25 and CV75: without it a build ends with the compile bundle, as skipped",
  downloadBytes: undefined,
  installedBytes: undefined,
  sources: [
    {
      kind: "user",
      how: "Ask Ambarella for it, then name it under toolchains.cnngen in dlpu.yml: a folder with its programs, a container image, or a URL with its SHA-256. DLPU_CNNGEN works for a folder too.",
    },
  ],
  asksVersion: "not documented; the image's name or the archive's SHA-256 is recorded",
  verification:
    "The calls follow Axis' published guides (2026-11-22); no copy of CNNGen was at hand to run them.",
};
