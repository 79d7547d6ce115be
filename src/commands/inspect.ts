import type { InspectReport, CompiledDescription } from "../report/terminal/inspect-table.ts";
import { parseEdgeTpuPackage } from "../graph/edge-tpu/parse-package.ts";
import { findCompiled } from "../graph/compiled-operator.ts";
import { describeGraph } from "../graph/describe-graph.ts";
import type { Graph } from "../graph/graph.ts";
import { ModelParseError } from "../graph/model-parse-error.ts";
import { loadModelFile, type ModelFile } from "../io/model-file.ts";

/**
 * Reads a model and gives the facts of its graph.
 *
 * @throws UserError when there is no model at `path`; ModelParseError when it is damaged.
 */
export async function inspectModel(path: string): Promise<InspectReport> {
  const file = await loadModelFile(path);
  const common = { schemaVersion: 1, model: path, kind: kindOf(file) } as const;
  if (!("graph" in file)) return { ...common, externalFiles: [], compiled: [] };
  const { graph, externalFiles } = file;
  return {
    ...common,
    graph: { ...describeGraph(graph), fileSizeBytes: graph.fileSizeBytes },
    externalFiles,
    compiled: describeCompiled(graph, path),
  };
}

/** As JSON names it. */
function kindOf(file: ModelFile): InspectReport["kind"] {
  return file.kind === "compiled" ? file.format.kind : file.kind;
}

function describeCompiled(graph: Graph, path: string): CompiledDescription[] {
  return (graph.subgraphs[0]?.operators ?? []).flatMap((operator) => {
    const found = findCompiled(operator);
    if (found === undefined) return [];
    const { accelerator, program } = found;
    const common = { operatorIndex: operator.index, accelerator };
    const isEdgeTpu = accelerator === "edge-tpu" && program !== undefined;
    const package_ = isEdgeTpu ? readPackage(program, path) : {};
    return [{ ...common, programBytes: program?.length ?? 0, ...package_ }];
  });
}

/** A damaged package does not hide what is known of the rest of the model. */
function readPackage(
  program: Uint8Array,
  path: string,
): Pick<CompiledDescription, "edgeTpu" | "problem"> {
  try {
    return { edgeTpu: parseEdgeTpuPackage(program, path) };
  } catch (error) {
    if (error instanceof ModelParseError) return { problem: error.message };
    throw error;
  }
}
