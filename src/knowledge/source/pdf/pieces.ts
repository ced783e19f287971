/**
 * The pieces of text on a page as pdf.js gives them, each with its place along and across the direction it is read in. Text
 * that is turned, or set from top to bottom, has a frame of its own, so that whatever comes after sees upright lines only.
 */

export type PdfPiece = {
	text: string;
	/** Where it begins and ends along its line, in points. */
	from: number;
	to: number;
	/** Its baseline, from the frame's foot up. */
	y: number;
	/** Height of its letters. */
	size: number;
	/** Whether it is read from right to left. */
	rtl: boolean;
};

type Item = { str: string; dir: string; transform: number[]; width: number; height: number; fontName: string };
type Styles = Record<string, { vertical?: boolean } | undefined>;

const isItem = (item: object): item is Item => "str" in item && "transform" in item;

/** Degrees. What is turned by less is a scan that lay askew. */
const ASKEW = 5;

const turnOf = ([a = 0, b = 0]: number[]): number => {
	const degrees = (Math.atan2(b, a) * 180) / Math.PI;
	const quarter = Math.round(degrees / 90) * 90;
	const turn = Math.abs(degrees - quarter) <= ASKEW ? quarter : Math.round(degrees);
	return turn === -180 ? 180 : turn;
};

function placed({ str, dir, transform, width, height }: Item, turn: number, vertical: boolean): PdfPiece {
	const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform;
	const rtl = dir === "rtl";
	// Lines that run down the page stand side by side, the first one at the right.
	if (vertical) return { text: str, from: -y, to: height - y, y: x, size: Math.hypot(a, b) || width, rtl };
	const size = height || Math.hypot(c, d);
	const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
	const from = x * cos + y * sin;
	return { text: str, from, to: from + width, y: y * cos - x * sin, size, rtl };
}

/** Letters that are drawn twice, a little apart, are bold ones. */
function isOverprint(piece: PdfPiece, before: PdfPiece | undefined): boolean {
	return (
		before?.text === piece.text &&
		Math.abs(before.from - piece.from) < piece.size * 0.2 &&
		Math.abs(before.y - piece.y) < piece.size * 0.1
	);
}

/** By frame, the one with the most text first. */
export function framesOf(items: object[], styles: Styles): PdfPiece[][] {
	const frames = new Map<string, { letters: number; pieces: PdfPiece[] }>();
	for (const item of items) {
		if (!isItem(item) || item.str.trim() === "") continue;
		const vertical = styles[item.fontName]?.vertical === true;
		const turn = turnOf(item.transform);
		const key = `${turn} ${vertical}`;
		const frame = frames.get(key) ?? { letters: 0, pieces: [] };
		frames.set(key, frame);
		const piece = placed(item, turn, vertical);
		if (!Number.isFinite(piece.from + piece.to + piece.y + piece.size) || isOverprint(piece, frame.pieces.at(-1)))
			continue;
		frame.letters += item.str.length;
		frame.pieces.push(piece);
	}
	return [...frames.values()].sort((one, other) => other.letters - one.letters).map(({ pieces }) => pieces);
}
