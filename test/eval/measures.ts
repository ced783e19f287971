/** The measures: each a pure function of the observations, and null where there are none. */

/** The rank (from 1) of the first right document among those found, each counted once; null where none was found. */
export const placeOf = (found: string[], right: string[]): number | null => {
	const at = [...new Set(found)].findIndex((id) => right.includes(id));
	return at < 0 ? null : at + 1;
};

export const share = (values: boolean[]): number | null =>
	values.length === 0 ? null : values.filter((value) => value).length / values.length;

export const hitAt = (places: (number | null)[], k: number): number | null =>
	share(places.map((place) => place !== null && place <= k));

/** The area under the ROC curve: the probability that a positive's value is above a negative's. Ties count half. */
export function rocArea(positive: number[], negative: number[]): number | null {
	if (positive.length === 0 || negative.length === 0) return null;
	const sorted = negative.toSorted((a, b) => a - b);
	const below = (value: number, orEqual: boolean): number => {
		let [low, high] = [0, sorted.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const other = sorted[middle] ?? 0;
			if (other < value || (orEqual && other === value)) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	const wins = positive.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
	return wins / (positive.length * negative.length);
}

/** The largest threshold that the share `kept` of the values reaches. */
export function thresholdKeeping(values: number[], kept: number): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length * (1 - kept))] ?? null;
}

const BINS = 10;

/** The expected calibration error: the difference between confidence and accuracy in each of ten bins, weighted by the bin's size. */
export function calibrationError(judged: { confidence: number; right: boolean }[]): number | null {
	const bins = Map.groupBy(judged, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
	const apart = [...bins.values()].reduce((sum, bin) => {
		const said = bin.reduce((total, { confidence }) => total + confidence, 0);
		return sum + Math.abs(said - bin.filter(({ right }) => right).length);
	}, 0);
	return judged.length === 0 ? null : apart / judged.length;
}

export function percentile(values: number[], part: number): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}
