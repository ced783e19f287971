/**
 * The status machine: one pure function from a state and a command to a new state and new entries, or a refusal. Every change
 * of a state goes through it: the dispatcher calls it, writes what it returns and acts on `turn`. What each command does is a
 * function of its own (transitions.ts).
 */
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import type {
	Citation,
	Entry,
	HandoffReason,
	HandoffSummary,
	MailOrigin,
	NamedTag,
	Note,
	Teammate,
} from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import type { SentFile } from "../protocol/conversation/file.ts";
import { Draft, type TurnCommand } from "./draft.ts";
import { undoableAfter } from "./filing/undoable.ts";
import type { State } from "./state.ts";
import { transitions } from "./transitions.ts";

export type Timing = Pick<WorkspaceSettings, "closeAfterAiHours" | "closeAfterHumanHours" | "noShowMinutes">;

type AiReply = {
	id: string;
	name: string;
	text: string;
	sources: Citation[];
	confidence: number;
	/** The confidence's scale (protocol/conversation/scale.ts). */
	scale: number;
	writer: string;
};

type Said = { id: string; text: string; files?: SentFile[] };

/** The input of each command. */
export type Commands = {
	/** `connect`: a handoff or a fixed sentence follows in the same synchronous call, so no turn starts. */
	visitor_sends: Said & { connect: boolean; mail?: MailOrigin };
	member_sends: Said & { member: Teammate };
	member_notes: Said & { member: Teammate; mentions?: Teammate[] };
	/** `note` isn't deleted yet. */
	delete_note: { note: Note; by: Teammate };
	ai_answers: AiReply;
	/** `partly`: the text begins with an answer to a part of the question. */
	ai_offers: AiReply & { reason: HandoffReason; partly?: true };
	/** `peopleIn`: inside business hours. Outside them, the visitor gets the "nobody is in" event at once. */
	hand_off: { reason: HandoffReason; summary: HandoffSummary; peopleIn: boolean };
	decline_offer: {};
	take_over: { member: Teammate };
	hand_back: { member: Teammate };
	assign: { to: Teammate | null; by: Teammate };
	close: { by: "visitor" | "idle" } | { by: "member"; member: Teammate };
	/** `gone`: whoever had it last has left the team, so it is given to `member`. `out`: they aren't in, so it waits for anybody. */
	reopen: { member: Teammate; gone?: boolean; out?: boolean };
	/** Its assignee has left the team, or goes away and lets go of it: `offerOnly`: only of what is offered to them. */
	release: { member: string; offerOnly?: boolean };
	/** `unreadAfter`: how many messages of the other side come after `upTo`. */
	read: { by: "visitor" | "team"; upTo: number; unreadAfter: number };
	/** `unreadSaid`: how many of the visitor's messages come from the `seq` `from` on. */
	mark_unread: { from: number; unreadSaid: number; by: Teammate };
	no_show: {};
	leave_email: { email: string };
	/** `claimed`: the address that the visitor only claims. Absent: what they claim stays, unless it is the contact's. */
	identify: { contact: { id: string; name: string | null; email: string | null; claimed?: string | null } };
	block: { until: number | null; by: Teammate };
	unblock: { by: Teammate | null };
	/** `until` in ms since 1970; null: until the visitor writes. */
	snooze: { until: number | null; by: Teammate };
	/** `by` null: the snooze's time has come. */
	wake: { by: Teammate | null };
	/** It waits, and is offered to this teammate until then, in ms since 1970. */
	route: { to: Teammate; until: number };
	route_lapses: {};
	accept: { member: Teammate };
	/** `known`: the ids of the workspace's tags. Others are gone, and are dropped. */
	tag: { add: NamedTag[]; remove: NamedTag[]; known: readonly string[]; by: Teammate };
	/** Our replies that the visitor hasn't read are owed to this address. Null: no mail can be sent, so none is owed. */
	mail: { to: string | null };
	mail_fails: { to: string; reason: "undeliverable" | "unsubscribed" | "complained" };
	resume_mail: { member: Teammate };
	hold_mail: { id: string; from: string; text: string; files?: SentFile[]; reason: "other_address" | "unproven" };
	send_mail_on: { id: string; member: Teammate };
	send_transcript: { to: string };
	/** `seq`: of the event that is undone. */
	undo: { seq: number; by: Teammate };
	note_automatic: { id: string; from: string };
};
export type CommandName = keyof Commands;
export type CommandOf<Name extends CommandName> = { [Each in Name]: { type: Each } & Commands[Each] }[Name];
export type Command = CommandOf<CommandName>;

/** Changes the draft and returns null, or returns the refusal's reason. Null with an unchanged draft: there was nothing to do. */
export type TransitionOf<Name extends CommandName> = (draft: Draft, command: CommandOf<Name>) => RefusalReason | null;

export type Transition =
	| {
			ok: true;
			state: State;
			entries: Entry[];
			turn: TurnCommand;
			/** The `seq` of an event that was undone: what it has caused elsewhere and isn't delivered is dropped. */
			undone?: number;
			/** What is left of a note that was deleted, in its place. */
			blanked?: Note;
	  }
	| { ok: false; reason: RefusalReason };

/** Computes the transition of a command. `now` in ms since 1970. Never throws, and changes none of its arguments. */
export function transition<Name extends CommandName>(
	before: State,
	command: CommandOf<Name>,
	now: number,
	timing: Timing,
): Transition {
	const draft = new Draft(before, now, timing);
	const refusal = transitions[command.type](draft, command);
	if (refusal) return { ok: false, reason: refusal };
	const { state, entries, turn, undone, blanked } = draft;
	state.undoable = undoableAfter(before, draft);
	return { ok: true, state, entries, turn, ...(undone !== null && { undone }), ...(blanked && { blanked }) };
}
