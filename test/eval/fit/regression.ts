/** Two regressions, fitted by gradient ascent (Adam): a logistic one, and a conditional logit for one choice among several. */

/** `least`: the least that each weight may be. */
export type Bounds = readonly number[];

export type ChoiceRow = {
	/** Each option's signals. */
	options: Float64Array[];
	/** How right each one is, 0 to 1. */
	right: number[];
	weight: number;
};
export type ChanceRow = { signals: Float64Array; label: number; weight: number };
export type Fitted = { base: number; weights: number[] };

const DECAY = 0.01;
const ROUNDS = 250;
const PACE = 0.06;

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

export const dot = (signals: Float64Array, weights: readonly number[]): number => {
	let sum = 0;
	for (let at = 0; at < signals.length; at++) sum += (signals[at] ?? 0) * (weights[at] ?? 0);
	return sum;
};

/** `slopeAt` adds the slope at the weights to its second argument. The last weight is a base, which doesn't decay, if `hasBase`. */
function climb(
	count: number,
	slopeAt: (weights: number[], slope: Float64Array) => void,
	least: Bounds,
	hasBase: boolean,
): number[] {
	const weights = Array.from({ length: count }, () => 0);
	const [pace, memory, slope] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
	for (let round = 1; round <= ROUNDS; round++) {
		slope.fill(0);
		slopeAt(weights, slope);
		weights.forEach((value, at) => {
			const decay = hasBase && at === count - 1 ? 0 : DECAY * value;
			const rise = (slope[at] ?? 0) - decay;
			memory[at] = 0.9 * (memory[at] ?? 0) + 0.1 * rise;
			pace[at] = 0.99 * (pace[at] ?? 0) + 0.01 * rise ** 2;
			const fair = (memory[at] ?? 0) / (1 - 0.9 ** round);
			const step = (PACE * fair) / (Math.sqrt((pace[at] ?? 0) / (1 - 0.99 ** round)) + 1e-8);
			weights[at] = Math.max(least[at] ?? -Infinity, value + step);
		});
	}
	return weights;
}

/** Where several options are right, the target is shared as their present chances are. */
export function fitChoice(rows: readonly ChoiceRow[], count: number, least: Bounds): number[] {
	const telling = rows.filter(({ right }) => Math.max(...right) > 0 && Math.min(...right) === 0);
	const total = telling.reduce((sum, { weight }) => sum + weight, 0);
	return climb(
		count,
		(weights, slope) => {
			for (const { options, right, weight } of telling) {
				const odds = options.map((option) => Math.exp(dot(option, weights)));
				const all = odds.reduce((sum, value) => sum + value, 0);
				const hit = odds.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
				options.forEach((option, at) => {
					const odd = odds[at] ?? 0;
					const off = (weight * ((odd * (right[at] ?? 0)) / hit - odd / all)) / total;
					for (let name = 0; name < count; name++) slope[name] = (slope[name] ?? 0) + off * (option[name] ?? 0);
				});
			}
		},
		least,
		false,
	);
}

/** Signals are brought to one scale for the fit, so that the decay means the same for each, and back after it. */
export function fitChance(rows: readonly ChanceRow[], count: number, least: Bounds): Fitted {
	const total = rows.reduce((sum, { weight }) => sum + weight, 0);
	const [mean, spread] = [new Float64Array(count), new Float64Array(count)];
	for (const { signals, weight } of rows)
		for (let at = 0; at < count; at++) mean[at] = (mean[at] ?? 0) + ((signals[at] ?? 0) * weight) / total;
	for (const { signals, weight } of rows)
		for (let at = 0; at < count; at++)
			spread[at] = (spread[at] ?? 0) + (((signals[at] ?? 0) - (mean[at] ?? 0)) ** 2 * weight) / total;
	for (let at = 0; at < count; at++) spread[at] = Math.sqrt(spread[at] ?? 0) || 1;
	const scaled = rows.map(({ signals, label, weight }) => ({
		signals: Float64Array.from([...signals.map((value, at) => (value - (mean[at] ?? 0)) / (spread[at] ?? 1)), 1]),
		label,
		weight: weight / total,
	}));
	const fitted = climb(
		count + 1,
		(weights, slope) => {
			for (const { signals, label, weight } of scaled) {
				const off = weight * (label - sigmoid(dot(signals, weights)));
				for (let at = 0; at <= count; at++) slope[at] = (slope[at] ?? 0) + off * (signals[at] ?? 0);
			}
		},
		least,
		true,
	);
	const weights = fitted.slice(0, count).map((value, at) => value / (spread[at] ?? 1));
	const base = weights.reduce((sum, value, at) => sum - value * (mean[at] ?? 0), fitted[count] ?? 0);
	return { base, weights };
}
