/** Three digits that count, without an exponent or trailing zeros: `-3.21`, `640`. */
export function renderNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
