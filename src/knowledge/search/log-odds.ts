/** Chances as log-odds, in which evidence adds up, and back. */

/** The logarithm of chance / (1 - chance), within ±`most`: a chance of 0 or 1 is no finite evidence without. */
export function logOdds(chance: number, most = Number.POSITIVE_INFINITY): number {
	const inside = Math.min(1, Math.max(0, chance));
	return Math.max(-most, Math.min(most, Math.log(inside / (1 - inside))));
}

export const chanceOf = (odds: number): number => 1 / (1 + Math.exp(-odds));
