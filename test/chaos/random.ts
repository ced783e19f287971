/** A seeded random generator (mulberry32, public domain): the same seed makes the same decisions, though not the same timing. */
export type Random = {
	/** At least 0, less than 1. */
	next(): number;
	chance(probability: number): boolean;
	between(least: number, most: number): number;
	/** Throws on an empty list. */
	pick<T>(list: readonly T[]): T;
	/** A key, with a probability in proportion to its weight. */
	weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
	/** An independent generator, so that one actor's draws don't depend on how many another made. */
	fork(name: string): Random;
};

export function random(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
	const pick = <T>(list: readonly T[]): T => {
		const index = Math.floor(next() * list.length);
		for (const [at, each] of list.entries()) if (at === index) return each;
		throw new Error("nothing to pick from");
	};
	return {
		next,
		pick,
		chance: (probability) => next() < probability,
		between: (least, most) => least + next() * (most - least),
		weighted(weights) {
			const keys: (keyof typeof weights)[] = [];
			for (const key in weights) keys.push(key);
			let left = next() * keys.reduce((sum, key) => sum + weights[key], 0);
			return keys.find((key) => (left -= weights[key]) < 0) ?? pick(keys);
		},
		fork: (name) => {
			let hash = seed;
			for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
			return random(hash);
		},
	};
}
