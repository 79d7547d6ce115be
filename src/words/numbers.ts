/** A large count for people: `300.8 M`. */
export function renderCount(count: number): string {
  const units = ["", " k", " M", " G", " T"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)}${units[power] ?? ""}`;
}

/** A count with the noun in the number that it asks for: `1 model`, `2 models`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A size for people, in binary units: `1.4 MiB`. */
export function renderBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? "B"}`;
}

/** Three digits that count, without trailing zeros: `-3.21`, `640`; below a thousandth with an exponent, `1.4e-6`. */
export function renderNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const isSmall = rounded !== 0 && Math.abs(rounded) < 0.001;
  return isSmall ? rounded.toExponential() : String(rounded);
}

/** A share for people: `98.3 %`. */
export function renderPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A duration for people: `1.5 s`. */
export function renderSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
