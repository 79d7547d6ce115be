/** The vendors' compilers. */
export type CompilerId = "edgetpu-compiler" | "cnngen";
