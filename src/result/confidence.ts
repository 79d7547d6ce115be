/** Where a number of the whole population lies with 95 % confidence, if the samples are drawn from it at random. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How two models answered the same samples. */
export interface PairedCounts {
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothWrong: number;
}

/** The normal distribution's 97.5 % point. */
const Z = 1.959963984540054;

/**
 * The score interval of a share, which stays within 0 and 1 and is sound for few samples and for shares near 1.
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927);
 * recommended by Brown, Cai and DasGupta, Statistical Science 16 (2001).
 */
export function wilsonInterval(share: number, samples: number): Interval | null {
  if (samples === 0) return null;
  const spread = Z ** 2 / samples;
  const middle = (share + spread / 2) / (1 + spread);
  const half = Math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread);
  // At the ends rounding alone would leave the interval without the share itself.
  return { low: Math.min(share, middle - half), high: Math.max(share, middle + half) };
}

/**
 * The interval of the first share minus the second, both of the same samples: pairing takes out what the samples have
 * in common, so a small loss shows that two separate intervals would hide.
 *
 * Source: Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired
 * data", Statistics in Medicine 17 (1998), method 10.
 */
export function pairedDropInterval(counts: PairedCounts): Interval | null {
  const { bothRight, onlyFirst, onlySecond, bothWrong } = counts;
  const samples = bothRight + onlyFirst + onlySecond + bothWrong;
  const [first, second] = [(bothRight + onlyFirst) / samples, (bothRight + onlySecond) / samples];
  const [one, two] = [wilsonInterval(first, samples), wilsonInterval(second, samples)];
  if (one === null || two === null) return null;
  const correlation = correlationOf(counts, samples);
  const drop = first - second;
  return {
    low: drop - combine(first - one.low, two.high - second, correlation),
    high: drop + combine(one.high - first, second - two.low, correlation),
  };
}

/** The length of two deviations that are correlated. */
function combine(a: number, b: number, correlation: number): number {
  return Math.sqrt(Math.max(0, a ** 2 - 2 * correlation * a * b + b ** 2));
}

/** Between the two models' answers, with Newcombe's continuity correction where it is positive. */
function correlationOf(counts: PairedCounts, samples: number): number {
  const { bothRight, onlyFirst, onlySecond, bothWrong } = counts;
  const product =
    (bothRight + onlyFirst) *
    (onlySecond + bothWrong) *
    (bothRight + onlySecond) *
    (onlyFirst + bothWrong);
  if (product === 0) return 0;
  const together = bothRight * bothWrong - onlyFirst * onlySecond;
  const corrected = together > 0 ? Math.max(0, together - samples / 2) : together;
  return corrected / Math.sqrt(product);
}
