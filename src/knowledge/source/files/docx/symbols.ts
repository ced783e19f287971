/** Signs of Word's symbol fonts as letters of Unicode: check boxes, arrows, bullets. What isn't known is left out. */
const wingdings: Record<number, string> = {
	0x20: " ",
	0x22: "✂",
	0x28: "☎",
	0x2a: "✉",
	0x46: "☞",
	0x4a: "☺",
	0x6c: "●",
	0x6e: "■",
	0x6f: "☐",
	0x70: "☐",
	0x71: "☐",
	0x72: "☐",
	0x76: "❖",
	0x77: "◆",
	0x9f: "•",
	0xa7: "▪",
	0xa8: "☐",
	0xab: "★",
	0xd8: "➢",
	0xdf: "←",
	0xe0: "→",
	0xe1: "↑",
	0xe2: "↓",
	0xe8: "→",
	0xf0: "⇒",
	0xfb: "✗",
	0xfc: "✓",
	0xfd: "☒",
	0xfe: "☑",
};
const wingdings2: Record<number, string> = {
	0x4f: "✗",
	0x50: "✓",
	0x51: "☒",
	0x52: "☑",
	0x53: "☒",
	0x54: "☒",
	0x2a: "☐",
	0xa3: "☐",
};
const symbol: Record<number, string> = {
	0x61: "\u03b1",
	0x62: "\u03b2",
	0x63: "\u03c7",
	0x64: "\u03b4",
	0x65: "\u03b5",
	0x67: "\u03b3",
	0x6c: "\u03bb",
	0x6d: "\u03bc",
	0x70: "\u03c0",
	0x72: "\u03c1",
	0x73: "\u03c3",
	0x77: "\u03c9",
	0x44: "\u0394",
	0x53: "\u03a3",
	0x57: "\u03a9",
	0xa3: "≤",
	0xa5: "∞",
	0xac: "←",
	0xad: "↑",
	0xae: "→",
	0xaf: "↓",
	0xb0: "°",
	0xb1: "±",
	0xb3: "≥",
	0xb4: "×",
	0xb7: "•",
	0xb8: "÷",
	0xb9: "≠",
	0xbb: "≈",
	0xd2: "®",
	0xd3: "©",
	0xd4: "™",
	0xd6: "√",
	0xe5: "\u03a3",
	0xf2: "∫",
};

/** `code`: in hexadecimal, as the file has it; fonts with signs of their own use Unicode's private letters. */
export function symbolOf(font: string, code: string): string {
	const point = Number.parseInt(code, 16);
	if (!(point > 0 && point < 0x11_0000)) return "";
	const low = point >= 0xf000 && point <= 0xf0ff ? point - 0xf000 : point;
	const name = font.toLowerCase();
	if (name.startsWith("wingdings 2")) return wingdings2[low] ?? "";
	if (name.startsWith("wingdings")) return wingdings[low] ?? "";
	if (name === "symbol") return symbol[low] ?? (low < 0x40 ? String.fromCharCode(low) : "");
	return point >= 0xe000 && point <= 0xf8ff ? "" : String.fromCodePoint(point);
}
