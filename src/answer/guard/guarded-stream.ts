/**
 * Shows a text while it is written, in pieces (pieces.ts), each only once the checks have passed on all that is shown so far
 * with it. After the first refusal nothing more is shown.
 */
import { pieceEnd } from "./pieces.ts";

export class GuardedStream<Refusal> {
	readonly #refuses: (text: string) => Refusal | null;
	readonly #show: (piece: string) => void;
	#shown = "";
	#rest = "";
	/** Why a piece was refused, or null. */
	refusal: Refusal | null = null;

	constructor(refuses: (text: string) => Refusal | null, show: (piece: string) => void) {
		this.#refuses = refuses;
		this.#show = show;
	}

	/** True once a piece of the text was shown. */
	get begun(): boolean {
		return this.#shown !== "";
	}

	/** Takes more of the text. Returns false once a piece is refused: the rest of the text needn't be written. */
	feed(text: string): boolean {
		this.#rest += text;
		for (let end = pieceEnd(this.#rest); end > 0 && this.refusal === null; end = pieceEnd(this.#rest)) this.#next(end);
		return this.refusal === null;
	}

	/** Shows the last piece. For a text that has passed the checks as a whole. */
	end(): void {
		if (this.#rest !== "" && this.refusal === null) this.#next(this.#rest.length);
	}

	#next(length: number): void {
		const piece = this.#rest.slice(0, length);
		this.#rest = this.#rest.slice(length);
		if (piece.trim() !== "") this.refusal = this.#refuses(this.#shown + piece);
		if (this.refusal !== null) return;
		this.#shown += piece;
		this.#show(piece);
	}
}
