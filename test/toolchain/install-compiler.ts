import type { CompilerSource } from "../../src/toolchain/catalogue/compiler-source.ts";
import { ensureCompilerArchive } from "../../src/toolchain/compiler-archive.ts";

/** A process of its own for tests: `install-compiler.ts <cache folder> <source as JSON>` installs a stand-in. */
const [, , cacheFolder = "", source = "{}"] = process.argv;
const parsed = JSON.parse(source) as CompilerSource; // Written by the test that starts this.
const { folder, reused } = await ensureCompilerArchive(
  "edgetpu-compiler",
  parsed,
  cacheFolder,
  process.env,
);
console.log(`${reused ? "reused" : "installed"} ${folder}`);
