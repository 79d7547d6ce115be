import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import { build } from "esbuild";
import { renderLicenses } from "./third-party-licenses.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What `dist/` holds: the command line and one file for each JavaScript action. */
const ENTRIES = ["cli", "setup", "build", "report", "plan"] as const;

/**
 * Bundles every entry point into a folder, what they share apart.
 *
 * ES modules, because the `@actions/*` packages are; the banner gives their CommonJS dependencies a `require`. The
 * bytes depend on the sources and the lock only, not on the machine or the folder.
 */
export async function bundle(folder: string, plugins: readonly Plugin[] = []): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES.map((name) => ({ in: join("src", "entry", `${name}.ts`), out: name })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20",
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true,
    charset: "utf8",
    legalComments: "none",
    banner: { js: BANNER },
    plugins: [...plugins],
    logLevel: "warning",
    metafile: true,
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const licenses = await renderLicenses(ROOT, used);
  await writeFile(join(folder, "LICENSES.txt"), licenses);
}

const BANNER = `import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);`;

if (import.meta.main) await bundle(join(ROOT, process.argv[2] ?? "dist"));
