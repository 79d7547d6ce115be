import { HOVER_SCRIPT } from "./hover.ts";
import { SORT_SCRIPT } from "./sort.ts";

/** Narrows the builds down and opens what a link leads to. */
const FILTER_SCRIPT = `
const builds = [...document.querySelectorAll(".build")];
const filter = document.querySelector(".filter");
const fields = filter.elements;

filter.hidden = builds.length < 2;
filter.addEventListener("input", applyFilter);
filter.addEventListener("reset", () => setTimeout(applyFilter));
filter.addEventListener("submit", (event) => event.preventDefault());
fields.all.addEventListener("click", () => {
  const open = builds.some((build) => !build.hidden && !build.open);
  for (const build of builds) if (!build.hidden) build.open = open;
});
addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => builds.forEach((build) => (build.open = true)));
openTarget();

function applyFilter() {
  const words = fields.text.value.toLowerCase();
  for (const build of builds) build.hidden = !isWanted(build, words);
  for (const model of document.querySelectorAll(".model"))
    model.hidden = !model.querySelector(".build:not([hidden])");
  const shown = builds.filter((build) => !build.hidden).length;
  fields.shown.value = shown + " of " + builds.length + " builds";
}

function isWanted(build, words) {
  const { verdict, soc } = fields;
  if (verdict.value && build.dataset.verdict !== verdict.value) return false;
  if (soc.value && build.dataset.soc !== soc.value) return false;
  const model = build.parentElement.querySelector("h2").textContent;
  return (model + " " + build.textContent).toLowerCase().includes(words);
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target; part; part = part.parentElement) {
    part.hidden = false;
    if (part.localName === "details") part.open = true;
  }
  target.scrollIntoView();
}
`;

/** The page's whole script. It only filters, sorts, opens and tells on hover: without it everything is there. */
export const SCRIPT = `
"use strict";
${FILTER_SCRIPT}${SORT_SCRIPT}${HOVER_SCRIPT}`;
