import { createHash } from "node:crypto";
import type { CompilerSource } from "../../src/toolchain/catalogue/compiler-source.ts";
import { makeTarGz } from "../io/tar-builder.ts";

/** An archive laid out like the real compiler's package, with a stand-in for its program. */
export async function makeStandInArchive(): Promise<Buffer> {
  return await makeTarGz([
    { name: "./usr/bin/edgetpu_compiler", mode: 0o755, content: "#!/bin/sh\necho stand-in\n" },
    ...Array.from({ length: 40 }, (_, index) => ({
      name: `./usr/bin/edgetpu_compiler_bin/lib${index}.so`,
      content: `${index}`.repeat(20_000),
    })),
  ]);
}

/** How a user would name an archive that a server has. */
export function sourceFor(url: string, archive: Uint8Array): CompilerSource {
  return { kind: "url", url, sha256: createHash("sha256").update(archive).digest("hex") };
}
