import type { ArtifactFile } from "../../../result/result.ts";
import { groupBy } from "../../../group-by.ts";
import { countOf, renderBytes } from "../../../words/numbers.ts";
import { html, type Html } from "../elements/html.ts";
import { renderCode, renderTable } from "../elements/table.ts";

/** A folder with more files than this is one row: its files are in SHA256SUMS. */
const MAX_LISTED = 8;

/** The artifact's files with their hashes; a large folder is summed up. */
export function renderFiles(files: readonly ArtifactFile[]): Html {
  const folders = groupBy(files, folderOf);
  const rows = [...folders].flatMap(([folder, inFolder]) =>
    folder !== "" && inFolder.length > MAX_LISTED
      ? [renderFolder(folder, inFolder)]
      : inFolder.map(renderFile),
  );
  return renderTable("Files of the artifact", COLUMNS, rows);
}

const COLUMNS = [{ title: "File" }, { title: "Size", numeric: true }, { title: "SHA-256" }];

function folderOf({ path }: ArtifactFile): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function renderFile({ path, sizeBytes, sha256 }: ArtifactFile): readonly Html[] {
  return [renderCode(path), html`${renderBytes(sizeBytes)}`, renderCode(sha256)];
}

function renderFolder(folder: string, files: readonly ArtifactFile[]): readonly Html[] {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return [
    renderCode(folder),
    html`${renderBytes(sizeBytes)}`,
    html`${countOf(files.length, "file")}, each with its hash in <code>SHA256SUMS</code>`,
  ];
}
