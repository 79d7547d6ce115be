import { parse } from "yaml";
import { z } from "zod";
import type { ActionFile } from "../action-files.ts";
import type { FoundWorkflow } from "./find-workflows.ts";

const workflowSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      steps: z
        .array(
          z.object({
            id: z.string().optional(),
            uses: z.string().optional(),
            with: z.record(z.string(), z.unknown()).default({}),
          }),
        )
        .default([]),
    }),
  ),
});

/** Lists inputs and outputs of our actions that a workflow uses and no `action.yml` declares. */
export function findUndeclared(
  { origin, text }: FoundWorkflow,
  actions: ReadonlyMap<string, ActionFile>,
): string[] {
  const { jobs } = workflowSchema.parse(parse(text));
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      const action = actions.get(folderOf(step.uses ?? ""));
      if (action === undefined) return [];
      const inputs = Object.keys(step.with);
      return [
        ...inputs.filter((name) => !(name in action.inputs)).map((name) => `input ${name}`),
        ...outputsRead(text, step.id).filter((name) => !(name in action.outputs)),
      ].map((what) => `${origin}: ${what} is not declared by ${step.uses ?? ""}`);
    });
}

function folderOf(uses: string): string {
  if (uses === "./") return ".";
  const match = /^axis-dlpu\/dlpu(?:\/(\w+))?@/.exec(uses);
  return match === null ? "" : (match[1] ?? ".");
}

function outputsRead(text: string, id: string | undefined): string[] {
  if (id === undefined) return [];
  const reads = text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g);
  return [...reads].filter(([, step]) => step === id).map(([, , name]) => name ?? "");
}
