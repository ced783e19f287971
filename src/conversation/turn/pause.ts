/**
 * How long the AI waits for a visitor who writes in pieces ("hi" … "my order" … "hasn't come"), so that the pieces make one
 * turn. Pure but for its one timer, which may only run the turn earlier than the alarm: the turn's row carries the latest
 * time (queue.ts), so that a crash answers late and never twice. It reads no storage.
 */

/** In ms. A finished message that nobody types after waits `finished`; any other until `quiet` without typing, at most `most`. */
export const PAUSE_MS = { finished: 300, quiet: 1_500, most: 8_000 } as const;

/** The end of a sentence in any script, and what may stand after it. Several full stops, or "…", mean that more comes. */
const SENTENCE_END = /(?:[!?\u037e。｡！？؟۔।॥]|(?<!\.)\.)(?:["'»”’)\]）」』\s]|\p{Extended_Pictographic}|\u{fe0f})*$/u;

/** Whether a message says of itself that it is finished. */
export const isFinished = (text: string): boolean => SENTENCE_END.test(text);

/** What the visitor has done since their first message without an outcome; times in ms since 1970. */
export type Pieces = { since: number; saidAt: number; typedAt: number | null; finished: boolean };

/** When the pieces make a turn, if nothing follows them. */
export function readyAt({ since, saidAt, typedAt, finished }: Pieces): number {
	const isTyping = typedAt !== null && typedAt >= saidAt;
	const ready = finished && !isTyping ? saidAt + PAUSE_MS.finished : (isTyping ? typedAt : saidAt) + PAUSE_MS.quiet;
	return Math.min(ready, since + PAUSE_MS.most);
}

export type PausePorts = {
	/** Runs the queued turn now. */
	run(): void;
	/** Whether the question has an answer over the threshold as it stands, so that nothing need follow. Never rejects. */
	hasAnswer(): Promise<boolean>;
	now?: () => number;
};

export class Pause {
	readonly #ports: PausePorts;
	readonly #now: () => number;
	#pieces: Pieces | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(ports: PausePorts) {
		this.#ports = ports;
		this.#now = ports.now ?? Date.now;
	}

	/** A message of the visitor has queued the turn, or queued it anew. */
	said(text: string): void {
		const now = this.#now();
		const since = this.#pieces?.since ?? now;
		this.#pieces = { since, saidAt: now, typedAt: null, finished: isFinished(text) };
		this.#wait();
		if (!this.#pieces.finished) void this.#ask(this.#pieces);
	}

	/** The visitor types. */
	typed(): void {
		if (this.#pieces) this.#pieces.typedAt = this.#now();
	}

	/** The turn runs, or is void. */
	end(): void {
		clearTimeout(this.#timer);
		this.#pieces = null;
	}

	/** One timer for all: typing moves the time it finds, and no timer. */
	#wait(): void {
		clearTimeout(this.#timer);
		if (this.#pieces) this.#timer = setTimeout(() => this.#look(), readyAt(this.#pieces) - this.#now());
	}

	#look(): void {
		if (!this.#pieces) return;
		if (readyAt(this.#pieces) > this.#now()) return this.#wait();
		this.end();
		this.#ports.run();
	}

	async #ask(pieces: Pieces): Promise<void> {
		const hasAnswer = await this.#ports.hasAnswer();
		if (!hasAnswer || this.#pieces !== pieces) return;
		pieces.finished = true;
		this.#wait();
	}
}
