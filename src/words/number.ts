/** Three digits that count, without trailing zeros: `-3.21`, `640`; below a thousandth with an exponent, `1.4e-6`. */
export function renderNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const isSmall = rounded !== 0 && Math.abs(rounded) < 0.001;
  return isSmall ? rounded.toExponential() : String(rounded);
}
