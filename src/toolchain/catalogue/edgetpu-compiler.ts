import type { Tool } from "./tool.ts";

/** Google's last public compiler for the Edge TPU, from two places that do not depend on each other. */
export const edgetpuCompiler: Tool = {
  id: "edgetpu-compiler",
  title: "Edge TPU compiler",
  version: "16.0",
  platform: "x86-64 Linux",
  runsOn: { platform: "linux", arch: "x64" },
  licence: "Google's terms for Coral software; free of charge, closed source",
  neededBy: "ARTPEC-7: without it the file is checked but not yet deployable",
  downloadBytes: undefined,
  installedBytes: undefined,
  sources: [
    {
      kind: "url",
      url: "https://packages.cloud.google.com/apt/pool/coral-edgetpu-stable/edgetpu-compiler_16.0_amd64_3ccd3b6ea6298eaaae6aa045764b3184.deb",
      digest: { algorithm: "md5", hex: "3ccd3b6ea6298eaaae6aa045764b3184" },
    },
    {
      kind: "url",
      url: "https://github.com/ultralytics/assets/releases/download/v0.0.0/edgetpu-compiler_16.0_amd64.tar.gz",
      digest: {
        algorithm: "sha256",
        hex: "f9a97adbf2ff621d24a91721191264f2abc3c1db31e63d9a266d988f907269ce",
      },
    },
  ],
  asksVersion: "edgetpu_compiler --version",
  verification:
    "Neither file could be downloaded where this catalogue was made (2026-11-22). The package's MD5 is the one that Google's repository put into its name, and all that is known of it: it tells an accident, not a forger. The mirror's SHA-256 is the one that public scripts check. The weekly toolchains workflow downloads and runs both.",
};

/** Far above what the compiler needs (a few tens of MB), far below what hurts. */
export const EDGETPU_BOUNDS = { maxBytes: 500_000_000, maxEntries: 2_000 } as const;
