/**
 * What of a page isn't in its article, piece by piece in the order of the page, with why: so that nothing vanishes
 * without a word. Bounded: of long pieces the start is kept, and their lengths are counted whole.
 */
import type { LeftReason } from "../../../protocol/knowledge/originals.ts";

/** `before`: how many of the page's blocks had been read. */
export type LeftPiece = { reason: LeftReason; text: string; before: number };
export type LeftCounts = Partial<Record<LeftReason, number>>;

const MAX_PIECE = 1_000;
const MAX_ALL = 20_000;

export class LeftOut {
	readonly pieces: LeftPiece[] = [];
	/** Characters, by reason. */
	readonly counts: LeftCounts = {};
	#open: LeftPiece | null = null;
	#kept = 0;

	/** Text of an element that is being left out; calls with one reason and place are one piece. */
	add(reason: LeftReason, data: string, before: number): void {
		const text = data.replace(/\s+/g, " ");
		if (text === "" || text === " ") {
			if (this.#open && this.#open.text !== "" && !this.#open.text.endsWith(" ")) this.#open.text += " ";
			return;
		}
		this.counts[reason] = (this.counts[reason] ?? 0) + text.trim().length;
		if (this.#open === null || this.#open.reason !== reason || this.#open.before !== before) {
			if (this.#kept >= MAX_ALL) return;
			this.#open = { reason, text: "", before };
			this.pieces.push(this.#open);
		}
		const room = Math.min(MAX_PIECE - this.#open.text.length, MAX_ALL - this.#kept);
		if (room <= 0) return;
		this.#open.text += text.slice(0, room);
		this.#kept += Math.min(text.length, room);
	}

	/** An element ends: what follows is another piece, or another word of it. */
	gap(): void {
		const text = this.#open?.text ?? "";
		if (this.#open && text !== "" && !text.endsWith(" ") && text.length < MAX_PIECE) this.#open.text += " ";
	}
}
