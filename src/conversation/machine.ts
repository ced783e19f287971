/**
 * The status machine: one pure function from a state and a command to new entries and a new state, or a refusal.
 * Every change to a conversation goes through it; the Durable Object stores what it returns and acts on `turn`.
 */
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import type {
	Author,
	Entry,
	HandoffReason,
	HandoffSummary,
	EventBody,
	Citation,
	Teammate,
} from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import type { State } from "./state.ts";

type Timing = Pick<WorkspaceSettings, "closeAfterAiHours" | "closeAfterHumanHours" | "noShowMinutes">;

export type Command =
	/** `connect`: they ask for a person and get one; an handoff follows in the same stretch, and the AI owes nothing. */
	| { type: "visitor_sends"; id: string; text: string; connect: boolean }
	| { type: "member_sends"; id: string; text: string; member: Teammate }
	| { type: "member_notes"; id: string; text: string; member: Teammate }
	| {
			type: "ai_answers";
			id: string;
			name: string;
			text: string;
			sources: Citation[];
			confidence: number;
			writer: string;
	  }
	| {
			type: "ai_offers";
			id: string;
			name: string;
			text: string;
			sources: Citation[];
			confidence: number;
			writer: string;
			reason: HandoffReason;
	  }
	/** `peopleIn`: inside business hours. Outside, the visitor is told at once. */
	| { type: "hand_off"; reason: HandoffReason; summary: HandoffSummary; peopleIn: boolean }
	| { type: "decline_offer" }
	| { type: "take_over"; member: Teammate }
	| { type: "hand_back"; member: Teammate }
	| { type: "assign"; to: Teammate | null; by: Teammate }
	| { type: "close"; by: "visitor" | "idle" }
	| { type: "close"; by: "member"; member: Teammate }
	| { type: "reopen"; member: Teammate }
	/** `unreadAfter`: the other side's messages past `upTo`. */
	| { type: "read"; by: "visitor" | "team"; upTo: number; unreadAfter: number }
	| { type: "no_show" }
	| { type: "leave_email"; email: string }
	| { type: "identify"; contact: { id: string; name: string | null; email: string | null } }
	| { type: "block"; until: number | null; by: Teammate }
	| { type: "unblock"; by: Teammate | null };

export type Transition =
	| {
			ok: true;
			state: State;
			entries: Entry[];
			/** start: the AI owes an answer to what the visitor said. cancel: whatever it is writing is void. */
			turn: "start" | "cancel" | null;
	  }
	| { ok: false; reason: RefusalReason };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Decides. `now` in ms since 1970. Never throws, never waits, changes nothing it was given. */
export function transition(before: State, command: Command, now: number, timing: Timing): Transition {
	const state: State = { ...before };
	const entries: Entry[] = [];
	let turn: "start" | "cancel" | null = null;

	const happen = (event: EventBody) => void entries.push({ kind: "event", seq: ++state.seq, at: now, event });
	const say = (id: string, author: Author, text: string, extra: Partial<Extract<Entry, { kind: "message" }>> = {}) => {
		entries.push({ kind: "message", seq: ++state.seq, at: now, id, author, text, ...extra });
		if (author.kind === "visitor") {
			state.visitorSaid++;
			state.askedSeq = state.seq;
		} else {
			state.oursSaid++;
			state.settledSeq = state.seq;
		}
	};
	const stopWaiting = () => {
		state.waitingSince = null;
		state.noShowAt = null;
		state.summary = null;
	};
	const wait = () => {
		state.handler = "waiting";
		state.assignee = null;
		state.status = "open";
		state.waitingSince = now;
		state.noShowAt = now + timing.noShowMinutes * MINUTE_MS;
		state.closeAt = null;
		state.offered = false;
	};
	const take = (member: Teammate) => {
		state.handler = "human";
		state.assignee = member;
		state.offered = false;
		state.offersInARow = 0;
		stopWaiting();
		turn = "cancel";
	};
	const pending = (afterHours: number) => {
		state.status = "pending";
		state.closeAt = now + afterHours * HOUR_MS;
	};
	const refuse = (reason: RefusalReason): Transition => ({ ok: false, reason });
	const done = (): Transition => ({ ok: true, state, entries, turn });

	switch (command.type) {
		case "visitor_sends": {
			if (state.blockedUntil !== undefined) return refuse("blocked");
			if (state.status === "closed") {
				happen({ type: "reopened", by: "visitor" });
				state.handler = "ai";
				state.assignee = null;
				state.reason = null;
				state.offersInARow = 0;
			}
			say(command.id, { kind: "visitor" }, command.text);
			state.status = "open";
			state.closeAt = null;
			state.offered = false;
			if (state.handler === "ai" && !command.connect) turn = "start";
			return done();
		}
		case "member_sends": {
			if (state.archived) return refuse("not_now");
			if (state.status === "closed") happen({ type: "reopened", by: "member", member: command.member });
			if (state.handler !== "human" || state.status === "closed") {
				happen({ type: "taken_over", member: command.member });
				take(command.member);
			}
			say(command.id, { kind: "member", ...command.member }, command.text);
			pending(timing.closeAfterHumanHours);
			return done();
		}
		case "member_notes": {
			const author = { kind: "member" as const, ...command.member };
			entries.push({ kind: "note", seq: ++state.seq, at: now, id: command.id, author, text: command.text });
			return done();
		}
		case "ai_answers":
		case "ai_offers": {
			if (state.handler !== "ai" || state.status === "closed" || state.archived) return refuse("not_now");
			const { text, sources, confidence, writer } = command;
			const offer = command.type === "ai_offers";
			const author = { kind: "ai" as const, ...(command.name === "" ? {} : { name: command.name }) };
			say(command.id, author, text, { citations: sources, confidence, writer, ...(offer ? { offer } : {}) });
			state.offered = offer;
			state.offersInARow = offer ? state.offersInARow + 1 : 0;
			state.reason = command.type === "ai_offers" ? command.reason : null;
			pending(timing.closeAfterAiHours);
			return done();
		}
		case "hand_off": {
			if (state.blockedUntil !== undefined) return refuse("blocked");
			if (state.status === "closed") happen({ type: "reopened", by: "visitor" });
			else if (state.handler !== "ai") return done();
			happen({ type: "handed_off", reason: command.reason });
			wait();
			state.reason = command.reason;
			state.summary = command.summary;
			if (!command.peopleIn) {
				happen({ type: "nobody_in" });
				state.noShowAt = null;
			}
			turn = "cancel";
			return done();
		}
		case "decline_offer": {
			if (!state.offered) return done();
			happen({ type: "offer_declined" });
			state.offered = false;
			state.reason = null;
			return done();
		}
		case "take_over": {
			if (state.archived) return refuse("not_now");
			if (state.handler === "human" && state.assignee?.id === command.member.id && state.status !== "closed")
				return done();
			if (state.status === "closed") {
				happen({ type: "reopened", by: "member", member: command.member });
				state.status = "open";
			}
			happen({ type: "taken_over", member: command.member });
			take(command.member);
			return done();
		}
		case "hand_back": {
			if (state.handler === "ai" || state.status === "closed" || state.archived) return refuse("not_now");
			happen({ type: "handed_back", member: command.member });
			state.handler = "ai";
			state.assignee = null;
			state.reason = null;
			state.offersInARow = 0;
			stopWaiting();
			// What the visitor said last and nobody answered is now the AI's to answer (invariant 5).
			if (unanswered(state)) turn = "start";
			return done();
		}
		case "assign": {
			if (state.archived || state.status === "closed") return refuse("not_now");
			if (state.assignee?.id === command.to?.id) return done();
			happen({ type: "assigned", member: command.to, by: command.by });
			if (command.to) take(command.to);
			else wait();
			return done();
		}
		case "close": {
			if (state.status === "closed") return done();
			happen({
				type: "closed",
				by: command.by,
				...(command.by === "member" ? { member: command.member } : {}),
			});
			state.status = "closed";
			// Nobody waits any longer; who handled it last stays to be seen.
			if (state.handler === "waiting") state.handler = "ai";
			stopWaiting();
			state.offered = false;
			state.closeAt = null;
			state.settledSeq = state.seq;
			turn = "cancel";
			return done();
		}
		case "reopen": {
			if (state.archived) return refuse("not_now");
			if (state.status !== "closed") return done();
			happen({ type: "reopened", by: "member", member: command.member });
			take(state.handler === "human" && state.assignee ? state.assignee : command.member);
			state.status = "open";
			state.closeAt = null;
			return done();
		}
		case "read": {
			const upTo = Math.min(command.upTo, state.seq);
			const [said, readSaid, readSeq] =
				command.by === "team"
					? (["visitorSaid", "teamReadSaid", "teamReadSeq"] as const)
					: (["oursSaid", "visitorReadSaid", "visitorReadSeq"] as const);
			const readNow = state[said] - command.unreadAfter;
			// A mark that reads no further message is not worth an entry.
			if (upTo <= state[readSeq] || readNow <= state[readSaid]) return done();
			happen({ type: "read", by: command.by, upTo });
			state[readSeq] = upTo;
			state[readSaid] = readNow;
			return done();
		}
		case "no_show": {
			state.noShowAt = null;
			if (state.handler === "waiting") happen({ type: "nobody_in" });
			return done();
		}
		case "leave_email": {
			if (state.blockedUntil !== undefined) return refuse("blocked");
			if (state.leftEmail === command.email) return done();
			happen({ type: "identified", by: "visitor", email: command.email });
			state.leftEmail = command.email;
			state.email ??= command.email;
			return done();
		}
		case "identify": {
			const { id, name, email } = command.contact;
			if (state.contactId === id && state.name === name && state.email === email) return done();
			const fresh = {
				...(email && email !== state.email ? { email } : {}),
				...(name && name !== state.name ? { name } : {}),
			};
			if (Object.keys(fresh).length > 0) happen({ type: "identified", by: "team", ...fresh });
			state.contactId = id;
			state.name = name;
			state.email = email;
			return done();
		}
		case "block": {
			if (state.archived && state.blockedUntil === command.until) return done();
			happen({ type: "blocked", until: command.until, by: command.by });
			state.blockedUntil = command.until;
			state.archived = true;
			state.offered = false;
			state.noShowAt = null;
			turn = "cancel";
			return done();
		}
		case "unblock": {
			if (state.blockedUntil === undefined) return done();
			happen({ type: "unblocked", by: command.by });
			state.blockedUntil = undefined;
			state.archived = false;
			if (state.status === "closed") return done();
			// What the block cut short goes on: an answer that is owed, a wait for a person.
			if (state.handler === "ai" && unanswered(state)) turn = "start";
			if (state.handler === "waiting") state.noShowAt = now + timing.noShowMinutes * MINUTE_MS;
			return done();
		}
		default:
			return command satisfies never;
	}
}

/** The visitor said something that nobody has answered. */
const unanswered = (state: State): boolean => state.askedSeq > state.settledSeq;
