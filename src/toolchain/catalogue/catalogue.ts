import { cnngenToolchain } from "./cnngen.ts";
import { edgetpuCompiler } from "./edgetpu-compiler.ts";
import { core, python, tensorflow, uv } from "./python-tools.ts";
import type { Tool, ToolId } from "./tool.ts";

/** Every tool that dlpu may install or use, in the order in which they are set up. */
export const CATALOGUE: Readonly<Record<ToolId, Tool>> = {
  uv,
  python,
  core,
  tensorflow,
  "edgetpu-compiler": edgetpuCompiler,
  cnngen: cnngenToolchain,
};
