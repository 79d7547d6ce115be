import type { BuildResult } from "../../../result/result.ts";
import { html, type Html, trusted } from "../elements/html.ts";
import { renderCode, renderFacts } from "../elements/table.ts";

/** A line end that a template would take for its own indentation. */
const LINE_END = trusted("\n");

/** The tools with their versions, and the key over everything that the build depends on. */
export function renderToolchain({ toolchain, contentKey }: BuildResult): Html {
  const tools = Object.entries(toolchain).map(
    ([name, version]) => [name, renderCode(version)] as const,
  );
  return renderFacts([...tools, ["Content key", renderCode(contentKey)]]);
}

/** The commands that make this build again, check its files, and measure it on a camera. */
export function renderReproduction(build: BuildResult): Html {
  const { model, soc, name, contract, files } = build;
  const commands = [
    `dlpu build --models ${quote(model)} --soc ${soc} --out out`,
    ...(files.length === 0
      ? []
      : [`cd ${quote(`out/${soc}/${name}`)} && sha256sum --check SHA256SUMS`]),
    ...(contract === null
      ? []
      : [`larod-client -p -R 100 -c ${contract.larodDevice} -g ${quote(contract.file)} -i ''`]),
  ];
  const onCamera = contract === null ? "" : " The last line runs on a camera, and measures there.";
  return html`<p>
      In the folder of <code>dlpu.yml</code>, with dlpu’s locked toolchain; equal content keys give
      equal bytes.${onCamera}
    </p>
    <pre tabindex="0"><code>${commands.map((command) => html`${command}${LINE_END}`)}</code></pre>`;
}

/** A word for POSIX shells. */
function quote(word: string): string {
  return /^[\w./@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
