import type { BuildResult } from "../../../result/result.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import { devicesOf } from "../../../targets/parse-soc-list.ts";
import { html, type Html } from "../elements/html.ts";
import { renderSource } from "../elements/source.ts";

/** Which soc each product has that the user named, and who says so; nothing where only socs were named. */
export function renderDevices(builds: readonly BuildResult[]): Html {
  const items = devicesOf(builds).map(
    ({ product, soc, source }) =>
      html`<li>
        AXIS ${product} has ${targetOf(soc).title},
        <span class="origin">published</span> by Axis: ${renderSource(source)}
      </li>`,
  );
  if (items.length === 0) return html``;
  return html`<ul class="plain source" aria-label="Products">
    ${items}
  </ul>`;
}
