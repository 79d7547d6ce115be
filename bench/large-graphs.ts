import { check } from "../src/check/check.ts";
import { TARGETS } from "../src/targets/catalogue.ts";
import { LARGE_GRAPHS } from "../test/large-graphs.ts";

/** Prints the seconds that judging a graph for every soc takes, by its form and its number of operators. */
const COUNTS = [1000, 10_000, 100_000];

console.log(`| form | ${COUNTS.map((count) => `${count} operators`).join(" | ")} |`);
console.log(`| --- | ${COUNTS.map(() => "---:").join(" | ")} |`);
for (const [name, build] of Object.entries(LARGE_GRAPHS)) {
  const seconds = COUNTS.map((count) => {
    const graph = build(count);
    const started = performance.now();
    for (const target of Object.values(TARGETS)) check(graph, target, { axisOs: undefined });
    return ((performance.now() - started) / 1000).toFixed(2);
  });
  console.log(`| ${name} | ${seconds.join(" | ")} |`);
}
