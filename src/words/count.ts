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
