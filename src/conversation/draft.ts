/**
 * A draft of a conversation's next state: a copy of the state, the new entries, and the changes that several commands share.
 * Used by the transitions only. It decides nothing, and is thrown away when a transition refuses.
 */
import type { Author, Entry, EventBody, Note, Teammate } from "../protocol/conversation/entry.ts";
import type { Timing } from "./machine.ts";
import type { SentFile } from "../protocol/conversation/file.ts";
import { offeredTo } from "../protocol/conversation/offer.ts";
import type { State } from "./state.ts";

/** Teammate of the event where nobody of the team did it. */
export const SYSTEM: Teammate = { id: "system", name: "Parley" };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * What becomes of the AI's turn. start: the AI is to answer the visitor now. start_after_pause: once no more messages follow
 * (turn/pause.ts). cancel: the turn that is queued or running is void.
 */
export type TurnCommand = "start" | "start_after_pause" | "cancel" | null;

/** The state under change, the new entries, and whether the AI's turn starts or is cancelled. */
export class Draft {
	readonly state: State;
	readonly entries: Entry[] = [];
	readonly now: number;
	readonly timing: Timing;
	turn: TurnCommand = null;
	/** The `seq` of the event that is undone. */
	undone: number | null = null;
	/** What is left of the note that is deleted. */
	blanked: Note | null = null;

	constructor(before: State, now: number, timing: Timing) {
		this.state = { ...before };
		this.now = now;
		this.timing = timing;
	}

	addEvent(event: EventBody): void {
		this.entries.push({ kind: "event", seq: ++this.state.seq, at: this.now, event });
	}

	addMessage(id: string, author: Author, text: string, extra: Partial<Extract<Entry, { kind: "message" }>> = {}): void {
		const { state, now: at } = this;
		this.entries.push({ kind: "message", seq: ++state.seq, at, id, author, text, ...extra });
		if (author.kind === "visitor") {
			state.visitorSaid++;
			state.askedSeq = state.seq;
		} else {
			state.oursSaid++;
			state.settledSeq = state.seq;
			const unmailed = state.repliedSeq > Math.max(state.mailedSeq, state.visitorReadSeq);
			state.repliedByAi = author.kind === "ai" && (!unmailed || state.repliedByAi);
			state.repliedSeq = state.seq;
			state.repliedAt = this.now;
		}
	}

	/** A message's or note's files, as its entry has them: none is no field. */
	static files = (files: readonly SentFile[] = []): { files?: SentFile[] } =>
		files.length > 0 ? { files: [...files] } : {};

	/** Ends the snooze, if there is one. */
	wake(by: Extract<EventBody, { type: "woke" }>["by"], member?: Teammate): void {
		if (!this.state.snooze) return;
		this.state.snooze = null;
		this.addEvent({ type: "woke", by, ...(member && { member }) });
	}

	/** Takes an offer to a teammate back, and forgets who let one pass. */
	endRouting(): void {
		if (offeredTo(this.state)) this.state.assignee = null;
		this.state.routing = null;
	}

	stopWaiting(): void {
		this.endRouting();
		this.state.waitingSince = null;
		this.state.noShowAt = null;
		this.state.summary = null;
	}

	/** Puts the conversation into the queue of those who wait for a person. */
	wait(): void {
		const { state, now } = this;
		state.handler = "waiting";
		state.assignee = null;
		state.routing = null;
		state.status = "open";
		state.waitingSince = now;
		state.noShowAt = this.#noShowTime();
		state.closeAt = null;
		state.offered = false;
	}

	/** Restarts the no-show time. */
	expectPerson(): void {
		this.state.noShowAt = this.#noShowTime();
	}

	/** Makes a teammate the handler and assignee, and cancels the AI's turn. */
	give(member: Teammate): void {
		const { state } = this;
		this.stopWaiting();
		state.handler = "human";
		state.assignee = member;
		state.offered = false;
		state.offersInARow = 0;
		this.turn = "cancel";
	}

	/** Makes the AI the handler, and clears the handoff's reason and the number of offers. */
	giveToAi(): void {
		const { state } = this;
		state.handler = "ai";
		state.assignee = null;
		state.reason = null;
		state.offersInARow = 0;
	}

	/** Sets the status after our reply: without a message from the visitor, the conversation closes after `afterHours`. */
	pend(afterHours: number): void {
		this.state.status = "pending";
		this.state.closeAt = this.now + afterHours * HOUR_MS;
	}

	/** The visitor's last message has no answer yet. */
	get unanswered(): boolean {
		return this.state.askedSeq > this.state.settledSeq;
	}

	#noShowTime(): number {
		return this.now + this.timing.noShowMinutes * MINUTE_MS;
	}
}
