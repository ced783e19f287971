/**
 * The status machine: one pure function from a state and a command to new entries and a new state, or a refusal. The
 * dispatcher asks it about every command, writes what it returns and acts on `turn`; nothing else changes a state. What
 * each command does is a function of its own (transitions.ts).
 */
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import type { Citation, Entry, HandoffReason, HandoffSummary, Teammate } from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import { Draft } from "./draft.ts";
import type { State } from "./state.ts";
import { transitions } from "./transitions.ts";

export type Timing = Pick<WorkspaceSettings, "closeAfterAiHours" | "closeAfterHumanHours" | "noShowMinutes">;

type AiReply = { id: string; name: string; text: string; sources: Citation[]; confidence: number; writer: string };

/** What each command carries. */
export type Commands = {
	/** `connect`: they ask for a person and get one; a handoff follows in the same stretch, and the AI owes nothing. */
	visitor_sends: { id: string; text: string; connect: boolean };
	member_sends: { id: string; text: string; member: Teammate };
	member_notes: { id: string; text: string; member: Teammate };
	ai_answers: AiReply;
	ai_offers: AiReply & { reason: HandoffReason };
	/** `peopleIn`: inside business hours. Outside, the visitor is told at once. */
	hand_off: { reason: HandoffReason; summary: HandoffSummary; peopleIn: boolean };
	decline_offer: {};
	take_over: { member: Teammate };
	hand_back: { member: Teammate };
	assign: { to: Teammate | null; by: Teammate };
	close: { by: "visitor" | "idle" } | { by: "member"; member: Teammate };
	reopen: { member: Teammate };
	/** `unreadAfter`: the other side's messages past `upTo`. */
	read: { by: "visitor" | "team"; upTo: number; unreadAfter: number };
	no_show: {};
	leave_email: { email: string };
	identify: { contact: { id: string; name: string | null; email: string | null } };
	block: { until: number | null; by: Teammate };
	unblock: { by: Teammate | null };
};
export type CommandName = keyof Commands;
export type CommandOf<Name extends CommandName> = { [Each in Name]: { type: Each } & Commands[Each] }[Name];
export type Command = CommandOf<CommandName>;

export type Transition =
	| {
			ok: true;
			state: State;
			entries: Entry[];
			/** start: the AI owes an answer to what the visitor said. cancel: whatever it is writing is void. */
			turn: "start" | "cancel" | null;
	  }
	| { ok: false; reason: RefusalReason };

/** Decides. `now` in ms since 1970. Never throws, never waits, changes nothing it was given. */
export function transition<Name extends CommandName>(
	before: State,
	command: CommandOf<Name>,
	now: number,
	timing: Timing,
): Transition {
	const draft = new Draft(before, now, timing);
	const refusal = transitions[command.type](draft, command);
	if (refusal) return { ok: false, reason: refusal };
	const { state, entries, turn } = draft;
	return { ok: true, state, entries, turn };
}
