import { html, type Html } from "./html.ts";

/** Where a rule comes from; only `https:` addresses become links. */
export function renderSource(source: string): readonly Html[] {
  return source
    .split(/(https:\/\/[\w.-]+\/[^\s<>"',;)]*)/)
    .map((part, position) => (position % 2 === 0 ? html`${part}` : renderLink(part)));
}

function renderLink(address: string): Html {
  return html`<a href="${address}" rel="noreferrer">${address}</a>`;
}
