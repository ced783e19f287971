/** A part of a whole in percent, such as "12 %"; a dash where the whole is 0. */
export const share = (part: number, whole: number): string =>
	whole === 0 ? "—" : `${Math.round((part / whole) * 100)}\u00A0%`;
