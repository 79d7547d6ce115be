/**
 * A folder name for each model, unique within the run and safe on every file system.
 *
 * The file's stem where no other model has it (`models/digits.onnx` → `digits`), else the stem with its format
 * (`digits-onnx`), else the whole path (`b-models-digits-onnx`).
 */
export function planModelNames(shownPaths: readonly string[]): string[] {
  const ladders = shownPaths.map((path) => [stemOf(path), lastOf(path), path].map(sanitize));
  return ladders.map((ladder, index) => {
    const others = ladders.filter((_, other) => other !== index);
    const unique = ladder.find((name, rung) =>
      others.every((other) => !sameName(other[rung], name)),
    );
    return unique ?? `${ladder.at(-1) ?? "model"}-${index + 1}`;
  });
}

/** File systems that ignore case would put such folders on top of each other. */
function sameName(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

function stemOf(path: string): string {
  return lastOf(path).replace(/\.(onnx|tflite|keras|h5)$/i, "");
}

function lastOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** Keeps letters, digits, `_` and single dots and dashes inside, at most 80 characters. */
function sanitize(name: string): string {
  const safe = name
    .replace(/\.(onnx|tflite|keras|h5)$/i, "-$1")
    .replace(/[^A-Za-z0-9._]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80);
  return safe === "" ? "model" : safe;
}
