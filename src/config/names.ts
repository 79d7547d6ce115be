/**
 * A folder name for each model, unique within the run and safe on every file system.
 *
 * The file's stem where no other model has it (`models/digits.onnx` → `digits`), else the stem with its format
 * (`digits-onnx`), else the whole path (`b-models-digits-onnx`).
 */
export function planModelNames(shownPaths: readonly string[]): string[] {
  const ladders = shownPaths.map((path) => [stemOf(path), lastOf(path), path].map(sanitize));
  const taken = new Set(ladders.flat().map(foldCase));
  return ladders.map((ladder, index) => {
    const others = new Set(ladders.toSpliced(index, 1).flat().map(foldCase));
    const own = ladder.find((name) => !others.has(foldCase(name)));
    return own ?? numbered(ladder.at(-1) ?? "model", taken);
  });
}

/** A model that several entries of a configuration build, each with other settings: `models/a.onnx (small)`. */
export function showVariant(shownPath: string, name: string): string {
  return `${shownPath} (${name})`;
}

/** The name with the first number that makes it another than all `taken` ones; it is taken then. */
function numbered(name: string, taken: Set<string>): string {
  let number = 1;
  while (taken.has(foldCase(`${name}-${number}`))) number += 1;
  taken.add(foldCase(`${name}-${number}`));
  return `${name}-${number}`;
}

/** File systems that ignore case would put folders on top of each other that differ in it alone. */
function foldCase(name: string): string {
  return name.toLowerCase();
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
