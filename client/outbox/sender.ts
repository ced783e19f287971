/**
 * Sends what a client must not lose: messages, one at a time and in order, and commands until they are answered. Its owner
 * tells it whether frames can be sent; whether by socket or HTTP it doesn't know.
 */
import type { MemberFrame, RefusalReason, VisitorFrame } from "../../src/protocol/conversation/frames.ts";
import { type PendingCommand, PendingCommands, type CommandOutcome } from "./commands.ts";
import { Outbox, type OutboxStore, type Unsent, type UnsentFile } from "./outbox.ts";

/** If an open socket doesn't answer a message within this time, the connection is dead. */
const ANSWER_WITHIN_MS = 15_000;
const FLOOD_WAIT_MS = 5_000;

export type SenderOptions = {
	outbox: OutboxStore;
	transmit(frame: VisitorFrame | MemberFrame): void;
	/** What `unsent` returns has changed. */
	onChange(): void;
	/** A message has been unanswered for `ANSWER_WITHIN_MS`. */
	onSilence(): void;
};

export class Sender {
	#options: SenderOptions;
	#outbox: Outbox;
	#commands = new PendingCommands();
	#up = false;
	#inFlight: string | null = null;
	/** Until when the server said to wait, in ms since 1970; undefined while it didn't. */
	#pausedUntil: number | undefined;
	#answerTimer: ReturnType<typeof setTimeout> | undefined;
	#pauseTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: SenderOptions) {
		this.#options = options;
		this.#outbox = new Outbox(options.outbox, () => this.proceed());
	}

	unsent(): Unsent[] {
		return this.#outbox.items(this.#up && !this.#pausedUntil, this.#pausedUntil);
	}

	/** False when the outbox is full. */
	add(kind: Unsent["kind"], text: string, files?: UnsentFile[]): boolean {
		const added = this.#outbox.add(kind, text, files);
		this.proceed();
		return added;
	}

	retry(id: string): void {
		this.#outbox.retry(id);
		this.proceed();
	}

	discard(id: string): void {
		this.#outbox.discard(id);
		this.#options.onChange();
	}

	command(frame: PendingCommand): Promise<CommandOutcome> {
		const outcome = this.#commands.add(frame);
		if (this.#up) this.#options.transmit(frame);
		return outcome;
	}

	/** Frames can be sent (again): sends everything unanswered once more, under the same ids. */
	resume(): void {
		this.#up = true;
		this.#answered();
		for (const frame of this.#commands.unanswered()) this.#options.transmit(frame);
		this.proceed();
	}

	/** Sends the next message, unless one is waiting for its answer. */
	proceed(): void {
		const next = this.#outbox.next();
		if (next !== null && this.#inFlight === null && this.#up && !this.#pausedUntil) {
			this.#inFlight = next.id;
			this.#answerTimer = setTimeout(() => this.#options.onSilence(), ANSWER_WITHIN_MS);
			this.#options.transmit({ type: next.kind, id: next.id, text: next.text, files: next.files });
		}
		this.#options.onChange();
	}

	/** Frames can't be sent until `resume`. */
	suspend(): void {
		this.#up = false;
		this.#answered();
	}

	/** These ids are in the log. It neither calls `onChange` nor sends: the caller changes the log next, then does both. */
	arrived(ids: ReadonlySet<string>): void {
		this.#outbox.arrived(ids);
		if (this.#inFlight !== null && ids.has(this.#inFlight)) this.#answered();
	}

	/** The log is complete, so acknowledged messages are in it or in its older part. */
	complete(): void {
		this.#outbox.forgetStored();
	}

	/** The server has stored a message. `logged`: its entry has arrived, or is older than this client's log, and won't come again. */
	acknowledged(id: string, logged: boolean): void {
		if (logged) this.#outbox.arrived(new Set([id]));
		else this.#outbox.acknowledged(id);
		if (id === this.#inFlight) this.#answered();
		this.proceed();
	}

	/** The server has carried out a command. */
	done(id: string): void {
		this.#commands.settle(id, { ok: true });
	}

	/** The server refused a frame. Without an id the frame was too big to be parsed; only a message can be that long. */
	refused(id: string | null, reason: RefusalReason): void {
		const message = id ?? (reason === "too_big" ? this.#inFlight : null);
		if (message === null) return;
		if (message !== this.#inFlight) {
			this.#commands.settle(message, { ok: false, reason });
			return;
		}
		this.#outbox.refused(message, reason);
		this.#answered();
		this.proceed();
	}

	/** A message didn't reach the server; it is sent again with the next `proceed` or `resume`. */
	lost(id: string): void {
		if (id === this.#inFlight) this.#answered();
	}

	/** The server refused because of the rate: sends everything unanswered again after `ms`. */
	pause(ms = FLOOD_WAIT_MS): void {
		this.#answered();
		this.#pausedUntil = Date.now() + ms;
		clearTimeout(this.#pauseTimer);
		this.#pauseTimer = setTimeout(() => {
			this.#pausedUntil = undefined;
			if (this.#up) this.resume();
		}, ms);
		this.#options.onChange();
	}

	close(): void {
		this.#up = false;
		this.#outbox.close?.();
		this.#outbox.close = null;
		clearTimeout(this.#answerTimer);
		clearTimeout(this.#pauseTimer);
	}

	/** No message waits for an answer any more. */
	#answered(): void {
		this.#inFlight = null;
		clearTimeout(this.#answerTimer);
	}
}
