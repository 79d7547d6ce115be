import type { BuildResult } from "../../../result/result.ts";
import { findFamily, type ZooFamily } from "../../../targets/zoo-families.ts";
import { type BuildContext, renderBuild } from "./build.ts";
import { html, type Html } from "../elements/html.ts";
import { findSameLayers } from "../layers/layers.ts";

/** One model and its builds below each other, so that their placements can be compared at a glance. */
export function renderModel(
  model: string,
  builds: readonly BuildResult[],
  contextOf: (build: BuildResult) => Omit<BuildContext, "family" | "sameLayers">,
): Html {
  const family = familyOf(builds);
  const structure = family === undefined ? "" : `Structure: ${family.title}`;
  return html`<section class="model">
    <h2><code>${model}</code></h2>
    <p class="structure">${structure}</p>
    ${builds.map((build, index) => {
      const sameLayers = findSameLayers(build, builds.slice(0, index));
      return renderBuild(build, { family, sameLayers, ...contextOf(build) });
    })}
  </section>`;
}

/** Where a build's file was cut or rewritten, the model's other builds may still show its structure. */
function familyOf(builds: readonly BuildResult[]): ZooFamily | undefined {
  return builds
    .map(({ network }) => findFamily(network?.family ?? null))
    .find((family) => family !== undefined);
}
