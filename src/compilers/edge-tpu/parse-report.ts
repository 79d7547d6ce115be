/** What edgetpu_compiler wrote on its output (with `-s`) or into its `.log` file. What it did not say is absent. */
export interface EdgeTpuReport {
  /** `16.0.384591198`. */
  readonly compilerVersion?: string;
  readonly seconds?: number;
  readonly inputBytes?: number;
  readonly outputBytes?: number;
  /** Parameters in the Edge TPU's own memory, and what is left of it. */
  readonly onChipUsedBytes?: number;
  readonly onChipRemainingBytes?: number;
  /** Parameters sent anew for each inference. */
  readonly offChipBytes?: number;
  readonly subgraphs?: number;
  readonly operations?: number;
  readonly onEdgeTpu?: number;
  readonly onCpu?: number;
  readonly rows: readonly ReportRow[];
}

/** One line of the table: so many operators of one name with one status. A name may have several lines. */
export interface ReportRow {
  readonly name: string;
  readonly count: number;
  readonly status: string;
}

/**
 * Parses a report; text that is none gives a report without anything in it.
 *
 * `CONV_2D    36    Mapped to Edge TPU` → `{ name: "CONV_2D", count: 36, status: "Mapped to Edge TPU" }`
 */
export function parseEdgeTpuReport(text: string): EdgeTpuReport {
  const size = (label: string): number | undefined => parseSize(text, label);
  const count = (label: string): number | undefined => parseCount(text, label);
  const milliseconds = /compiled successfully in (\d+) ms/.exec(text)?.[1];
  return withoutAbsent({
    compilerVersion: /^Edge TPU Compiler version (\d[\d.]*)/m.exec(text)?.[1],
    seconds: milliseconds === undefined ? undefined : Number(milliseconds) / 1000,
    inputBytes: size("Input size"),
    outputBytes: size("Output size"),
    onChipUsedBytes: size("On-chip memory used for caching model parameters"),
    onChipRemainingBytes: size("On-chip memory remaining for caching model parameters"),
    offChipBytes: size("Off-chip memory used for streaming uncached model parameters"),
    subgraphs: count("Number of Edge TPU subgraphs"),
    operations: count("Total number of operations"),
    onEdgeTpu: count("Number of operations that will run on Edge TPU"),
    onCpu: count("Number of operations that will run on CPU"),
    rows: parseRows(text),
  });
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** `3.86MiB`, exact to the two decimals that are printed. */
function parseSize(text: string, label: string): number | undefined {
  const match = new RegExp(`^${label}: (\\d+(?:\\.\\d+)?)(B|KiB|MiB|GiB)\\s*$`, "m").exec(text);
  return match === null
    ? undefined
    : Math.round(Number(match[1]) * (UNIT_BYTES[match[2] ?? "B"] ?? 1));
}

function parseCount(text: string, label: string): number | undefined {
  const digits = new RegExp(`^${label}: (\\d+)\\s*$`, "m").exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Rows stand behind the table's head, up to the first line that is neither one nor blank. */
function parseRows(text: string): ReportRow[] {
  const lines = text.split(/\r?\n/);
  const head = lines.findIndex((line) => /^Operator\s+Count\s+Status\s*$/.test(line));
  if (head === -1) return [];
  const rows: ReportRow[] = [];
  for (const line of lines.slice(head + 1)) {
    const match = /^(\S+)\s+(\d+)\s+(\S.*?)\s*$/.exec(line);
    if (match !== null) {
      const [, name = "", count = "", status = ""] = match;
      rows.push({ name, count: Number(count), status });
    } else if (line.trim() !== "") break;
  }
  return rows;
}

type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

function withoutAbsent(
  report: Loose<Required<EdgeTpuReport>> & Pick<EdgeTpuReport, "rows">,
): EdgeTpuReport {
  const present = Object.entries(report).filter(([, value]) => value !== undefined);
  return { rows: report.rows, ...Object.fromEntries(present) };
}
