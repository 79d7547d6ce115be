import type { Result } from "../../../result/result.ts";
import { countVerdicts } from "../../../result/verdict.ts";
import { SOCS, targetOf } from "../../../targets/catalogue.ts";
import { html, type Html } from "../elements/html.ts";

/** What narrows the builds down; the script shows it, as nothing works it without one. */
export function renderFilter({ builds }: Result): Html {
  const verdicts = countVerdicts(builds).map(
    ([verdict]) => html`<option value="${verdict}">${verdict}</option>`,
  );
  const socs = SOCS.filter((soc) => builds.some((build) => build.soc === soc)).map(
    (soc) => html`<option value="${soc}">${targetOf(soc).title}</option>`,
  );
  const search = html`<input type="search" name="text" placeholder="model, rule, operator…" />`;
  return html`<form class="filter" aria-label="Filter the builds" autocomplete="off" hidden>
    ${renderField("Verdict", renderChoice("verdict", verdicts))}
    ${renderField("Soc", renderChoice("soc", socs))} ${renderField("Text", search)}
    <button type="reset">Show all</button>
    <button type="button" name="all">Open or close all</button>
    <output name="shown">${builds.length} of ${builds.length} builds</output>
  </form>`;
}

function renderChoice(name: string, options: readonly Html[]): Html {
  return html`<select name="${name}">
    <option value="">any</option>
    ${options}
  </select>`;
}

function renderField(title: string, control: Html): Html {
  return html`<label>${title} ${control}</label>`;
}
