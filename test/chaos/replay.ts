/**
 * Replays a conversation's log from its entries alone: who handled it when, which of the visitor's messages were open, and what
 * outcome they got. It reports what breaks an invariant, and shares no code with what keeps them. Pure.
 */
import type { Entry, Handler, Message, Status } from "../../src/protocol/conversation/entry.ts";
import { marksIn } from "./model.ts";

export type Replayed = {
	status: Status;
	handler: Handler;
	/** The visitor's messages that still lack the AI's outcome at the end. */
	owed: Message[];
	/** Answers and handoffs without an open question, or that leave one out. */
	wrongOutcomes: string[];
	/** The AI's messages while it wasn't the handler, or the conversation was closed or blocked. */
	outOfTurn: string[];
	/** Waits for a person, in ms since 1970: from when until when (null: still), and when the visitor was told that nobody is in. */
	waits: { from: number; until: number | null; told: number[] }[];
	lastMessage: Message | null;
	/** When it came to the top of the list last, in ms since 1970: by a message, or as its snooze ended. */
	lastAt: number;
	/**
	 * The snooze that stands at the end; null: it isn't snoozed. `until` null: until the visitor writes. "unknown": whoever takes
	 * their own block back soon gives back the snooze that it ended, and others don't.
	 */
	snooze: { until: number | null } | null | "unknown";
	/** The ids of its tags. */
	tags: Set<string>;
	/** The entries at which it began to wait for a person, so that a channel is told. `isRequired` false: it may have been taken back. */
	alerts: { seq: number; isRequired: boolean }[];
	/** Snoozes that ended by themselves before their time. */
	wokeEarly: string[];
};

const quote = ({ seq, text }: Message) => `#${seq} "${text}"`;

export function replay(log: readonly Entry[]): Replayed {
	const current: { status: Status; handler: Handler; blocked: boolean } = {
		status: "open",
		handler: "ai",
		blocked: false,
	};
	let open: Message[] = [];
	const last: { ours: Message | null; message: Message | null } = { ours: null, message: null };
	const wrongOutcomes: string[] = [];
	const outOfTurn: string[] = [];
	const waits: Replayed["waits"] = [];
	let lastAt = 0;
	let snooze: Replayed["snooze"] = null;
	/** The snooze that a block has ended. */
	let ended: Replayed["snooze"] = null;
	const tags = new Set<string>();
	const wokeEarly: string[] = [];
	const alerts: Replayed["alerts"] = [];

	const stopWaiting = (at: number) => {
		const wait = waits.at(-1);
		if (wait && wait.until === null) wait.until = at;
	};
	const become = (next: Handler, at: number) => {
		stopWaiting(at);
		if (next === "waiting") waits.push({ from: at, until: null, told: [] });
		current.handler = next;
	};
	const applyMessage = (message: Message) => {
		last.message = message;
		lastAt = message.at;
		const { author } = message;
		if (author.kind === "visitor") {
			// Nobody has had it since its teammate left, and the visitor was answered then.
			if (current.handler === "waiting" && current.status === "pending")
				alerts.push({ seq: message.seq, isRequired: true });
			open.push(message);
			current.status = "open";
			return;
		}
		if (author.kind === "ai") {
			const { status, handler, blocked } = current;
			if (handler !== "ai" || status === "closed" || blocked)
				outOfTurn.push(`${quote(message)} while ${blocked ? "blocked" : status === "closed" ? "closed" : handler}`);
			if (open.length === 0) wrongOutcomes.push(`${quote(message)} answers what had its outcome already`);
			// The model repeats the marks of its question. A question joins the latest messages only, so the last one counts.
			const asked = new Set(marksIn(message.text));
			const latest = open.at(-1);
			if (asked.size > 0 && latest && !marksIn(latest.text).every((mark) => asked.has(mark)))
				wrongOutcomes.push(`${quote(message)} leaves out ${quote(latest)}`);
		}
		last.ours = message;
		open = [];
		current.status = "pending";
	};
	const applyEvent = ({ event, at, seq }: Extract<Entry, { kind: "event" }>) => {
		switch (event.type) {
			case "handed_off":
				// Without an open question, a handoff must be the visitor's choice: after an offer, or by asking for a person.
				if (open.length === 0 && event.reason !== "asked_for_person" && last.ours?.offer !== true)
					wrongOutcomes.push(`#${seq} escalates (${event.reason}) what had its outcome already`);
				if (current.handler !== "ai" || current.status === "closed")
					wrongOutcomes.push(`#${seq} escalates (${event.reason}) while ${current.handler}, ${current.status}`);
				current.status = "open";
				alerts.push({ seq, isRequired: true });
				return become("waiting", at);
			case "taken_over":
				return become("human", at);
			case "assigned":
				if (!event.member) alerts.push({ seq, isRequired: false });
				if (!event.member) current.status = "open";
				return become(event.member ? "human" : "waiting", at);
			case "handed_back":
				return become("ai", at);
			case "closed":
				open = [];
				snooze = null;
				current.status = "closed";
				if (current.handler === "waiting") current.handler = "ai";
				return stopWaiting(at);
			case "reopened":
				current.status = "open";
				return become(event.by === "visitor" ? "ai" : "human", at);
			case "blocked":
				current.blocked = true;
				ended = snooze ?? ended;
				snooze = null;
				return stopWaiting(at);
			case "unblocked":
				current.blocked = false;
				if (ended !== null) snooze = "unknown";
				ended = null;
				// The wait restarts, with its full time.
				if (current.handler === "waiting" && current.status !== "closed") become("waiting", at);
				return;
			case "snoozed":
				snooze = { until: event.until };
				return;
			case "woke":
				current.status = "open";
				if (
					event.by === "time" &&
					snooze !== "unknown" &&
					(snooze === null || snooze.until === null || at < snooze.until)
				)
					wokeEarly.push(`#${seq} woke at ${at}, was snoozed until ${snooze?.until}`);
				snooze = null;
				lastAt = at;
				return;
			case "tagged":
				for (const { id } of event.added) tags.add(id);
				for (const { id } of event.removed) tags.delete(id);
				return;
			case "nobody_in":
				waits.at(-1)?.told.push(at);
		}
	};
	for (const entry of log) {
		if (entry.kind === "message") applyMessage(entry);
		else if (entry.kind === "event") applyEvent(entry);
	}
	const { status, handler, blocked } = current;
	const owed = handler === "ai" && status !== "closed" && !blocked ? open : [];
	return {
		status,
		handler,
		owed,
		wrongOutcomes,
		outOfTurn,
		waits,
		lastMessage: last.message,
		lastAt,
		snooze,
		tags,
		alerts,
		wokeEarly,
	};
}
