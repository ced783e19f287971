/** Numbers in other scripts, for texts whose numbers are compared: decimal digits as ASCII, and the values of Chinese numerals. */

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

const hanDigits = "零一二三四五六七八九";
/** The pattern of a Chinese numeral up to 999, or with a half. */
export const HAN_NUMERAL = "[零〇一二两兩三四五六七八九十百半]{1,5}";

/** The value of a Chinese numeral: 十四 is 14, 半 a half. */
export function hanValue(numeral: string): number {
	let [sum, digit] = [0, 0];
	for (const sign of numeral.replaceAll("〇", "零").replace(/[两兩]/g, "二")) {
		if (sign === "半") sum += 0.5;
		else if (sign === "十" || sign === "百") {
			sum += Math.max(1, digit) * (sign === "十" ? 10 : 100);
			digit = 0;
		} else digit = hanDigits.indexOf(sign);
	}
	return sum + digit;
}

/** The patterns of signs after digits that multiply them (100万 and 100만 are 1,000,000), and by how much. */
export const MYRIAD = "[万萬亿億만억]";
export const myriad = (sign: string): number => (/[万萬만]/.test(sign) ? 1e4 : 1e8);
export const THOUSAND = "[千천]";
