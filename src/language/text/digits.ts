/** Converts the decimal digits of other scripts to ASCII, for texts whose numbers are compared. */

/** The zeros of the scripts whose digits people mix with ASCII digits in one conversation. */
export const commonZeros = { arabic: 0x0660, persian: 0x06f0, devanagari: 0x0966 } as const;

/** A digit's value, from its place: Unicode has digits in blocks of ten, in order (chapter 4.6). */
function valueOf(digit: string): number {
	let value = 0;
	const code = digit.codePointAt(0) ?? 0;
	while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++;
	return value;
}

/** `zeros`: the zeros of the scripts to convert, all scripts by default; other digits stay as they are. */
export const asciiDigits = (text: string, zeros?: readonly number[]): string =>
	text.replace(/\p{Nd}/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		if (code < 128) return digit;
		const value = valueOf(digit);
		return zeros === undefined || zeros.includes(code - value) ? String(value) : digit;
	});
