/**
 * Goes through a conversation's log as a person would read it: who spoke for us when, what of the visitor's was still
 * open, and what became of it. Says what it finds wrong. Knows the invariants, not the code that keeps them. Pure.
 */
import type { Entry, Handler, Message, Status } from "../../src/protocol/conversation/entry.ts";
import { marksIn } from "./model.ts";

export type Replayed = {
	status: Status;
	handler: Handler;
	/** The visitor's messages that the AI owes an outcome at the end. */
	owed: Message[];
	/** Answers and hand-offs that came though nothing was asked of the AI, or that leave out what was. */
	wrongOutcomes: string[];
	/** AI messages while handler ≠ ai. */
	outOfTurn: string[];
	/** Waits for a person: from when to when (null: still), and when the visitor was told that nobody is in. */
	waits: { from: number; until: number | null; told: number[] }[];
	lastMessage: Message | null;
};

const quote = ({ seq, text }: Message) => `#${seq} "${text}"`;

export function replay(log: readonly Entry[]): Replayed {
	const standing: { status: Status; handler: Handler; blocked: boolean } = {
		status: "open",
		handler: "ai",
		blocked: false,
	};
	let open: Message[] = [];
	const last: { ours: Message | null; message: Message | null } = { ours: null, message: null };
	const wrongOutcomes: string[] = [];
	const outOfTurn: string[] = [];
	const waits: Replayed["waits"] = [];

	const stopWaiting = (at: number) => {
		const wait = waits.at(-1);
		if (wait && wait.until === null) wait.until = at;
	};
	const become = (next: Handler, at: number) => {
		stopWaiting(at);
		if (next === "waiting") waits.push({ from: at, until: null, told: [] });
		standing.handler = next;
	};
	const spoken = (message: Message) => {
		last.message = message;
		const { author } = message;
		if (author.kind === "visitor") {
			open.push(message);
			standing.status = "open";
			return;
		}
		if (author.kind === "ai") {
			const { status, handler, blocked } = standing;
			if (handler !== "ai" || status === "closed" || blocked)
				outOfTurn.push(`${quote(message)} while ${blocked ? "blocked" : status === "closed" ? "closed" : handler}`);
			if (open.length === 0) wrongOutcomes.push(`${quote(message)} answers what had its outcome already`);
			// The stand-in repeats the marks it was asked. A long breath is asked about by its end.
			const asked = new Set(marksIn(message.text));
			const latest = open.at(-1);
			if (asked.size > 0 && latest && !marksIn(latest.text).every((mark) => asked.has(mark)))
				wrongOutcomes.push(`${quote(message)} leaves out ${quote(latest)}`);
		}
		last.ours = message;
		open = [];
		standing.status = "pending";
	};
	const happened = ({ event, at, seq }: Extract<Entry, { kind: "event" }>) => {
		switch (event.type) {
			case "handed_off":
				// Without anything open it is the visitor's own choice: under an offer, or in so many words.
				if (open.length === 0 && event.reason !== "asked_for_person" && last.ours?.offer !== true)
					wrongOutcomes.push(`#${seq} escalates (${event.reason}) what had its outcome already`);
				if (standing.handler !== "ai" || standing.status === "closed")
					wrongOutcomes.push(`#${seq} escalates (${event.reason}) while ${standing.handler}, ${standing.status}`);
				standing.status = "open";
				return become("waiting", at);
			case "taken_over":
				return become("human", at);
			case "assigned":
				if (!event.member) standing.status = "open";
				return become(event.member ? "human" : "waiting", at);
			case "handed_back":
				return become("ai", at);
			case "closed":
				open = [];
				standing.status = "closed";
				if (standing.handler === "waiting") standing.handler = "ai";
				return stopWaiting(at);
			case "reopened":
				standing.status = "open";
				return become(event.by === "visitor" ? "ai" : "human", at);
			case "blocked":
				standing.blocked = true;
				return stopWaiting(at);
			case "unblocked":
				standing.blocked = false;
				// The wait begins anew, with the whole of its time.
				if (standing.handler === "waiting" && standing.status !== "closed") become("waiting", at);
				return;
			case "nobody_in":
				waits.at(-1)?.told.push(at);
		}
	};
	for (const entry of log) {
		if (entry.kind === "message") spoken(entry);
		else if (entry.kind === "event") happened(entry);
	}
	const { status, handler, blocked } = standing;
	const owed = handler === "ai" && status !== "closed" && !blocked ? open : [];
	return { status, handler, owed, wrongOutcomes, outOfTurn, waits, lastMessage: last.message };
}
