/** Decimal digits of every script as ASCII's, for texts whose numbers are compared. */

/** The zeros of the scripts whose digits people mix with ASCII's in one conversation. */
export const commonZeros = { arabic: 0x0660, persian: 0x06f0, devanagari: 0x0966 } as const;

/** Digits come in blocks of ten, in order (Unicode, chapter 4.6). */
function valueOf(digit: string): number {
	let value = 0;
	const code = digit.codePointAt(0) ?? 0;
	while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++;
	return value;
}

/** `zeros`: of the scripts whose digits are meant; the others stay as they are. All scripts where it is left out. */
export const asciiDigits = (text: string, zeros?: readonly number[]): string =>
	text.replace(/\p{Nd}/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		if (code < 128) return digit;
		const value = valueOf(digit);
		return zeros === undefined || zeros.includes(code - value) ? String(value) : digit;
	});
