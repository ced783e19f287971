/** Percentiles and ratios of samples. Pure. */

export type Percentiles = { p50: number; p95: number; p99: number };

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Percentiles by nearest rank, in the unit of the samples, rounded to a hundredth. */
export function percentiles(samples: number[]): Percentiles {
	const sorted = samples.toSorted((a, b) => a - b);
	const rank = (share: number) => rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
	return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) };
}

export const ratio = (value: number, to: number): number => rounded(to === 0 ? 0 : value / to);
export const hundredths = rounded;
