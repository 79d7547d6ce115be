import type { CompilerId } from "../../targets/compiler-id.ts";

/** Where a vendor's compiler comes from when the user brings it. */
export type CompilerSource =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "image"; readonly image: string }
  | {
      readonly kind: "url";
      readonly url: string;
      readonly sha256: string;
      /** A request header that the URL's host alone gets, with its value in an environment variable. */
      readonly header?: { readonly name: string; readonly secret: string };
    };

/** Compilers that the user brings, by their names in `dlpu.yml`. */
export type CompilerSources = Readonly<Partial<Record<CompilerId, CompilerSource>>>;
