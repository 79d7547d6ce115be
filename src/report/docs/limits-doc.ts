import { type Limit, LIMITS } from "../../result/limits.ts";

/** docs/judging.md: from where on dlpu calls a file's answers poor, and from where on useless. */
export function renderLimitsDoc(): string {
  return `# How answers are judged

Generated from \`src/result/limits.ts\` by \`npm run docs\`.

The shipped file and the float model run on the same samples. Past the first limit there is a warning; past the second the
build fails, because such a file answers nothing anyone could use. Synthetic samples are never judged. Labels come first:
where a task's metric was measured on them, the other measures warn at most. A budget on the same number replaces the limit.

| Measure | Task | Warns | Fails | Why |
| --- | --- | --- | --- | --- |
${Object.values(LIMITS).map(renderLimit).join("\n")}

Top-1 agreement needs scores of classes: \`task: { kind: classification }\`, \`classes\` or labels in \`dlpu.yml\` say that a
model has them, or a softmax at its end does. Other vectors (embeddings, landmarks) only look like scores, and are judged by
SQNR until \`task\` says more. Outputs that are lists in the order of their scores, or positions of a largest value, have no
SQNR worth a limit. Tensors that a CONCATENATION joins into an output are judged one by one: a small one goes under in the
SQNR of the whole.
`;
}

function renderLimit({ measure, tasks, poor, unusable, better, reason }: Limit): string {
  const side = better === "high" ? "below" : "above";
  const kinds = tasks === "any" ? "any" : tasks.join(", ");
  return `| ${measure} | ${kinds} | ${side} ${poor} | ${side} ${unusable} | ${reason} |`;
}
