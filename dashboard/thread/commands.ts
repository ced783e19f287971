/**
 * The commands on a conversation, from its thread and from the lists. Their `when` only hides what the server would refuse:
 * the server decides. Pure; actions.ts sends the actions.
 */
import type { Permission } from "../../src/auth/roles.ts";
import type { ConversationState } from "../../src/protocol/conversation/entry.ts";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
import type { Command } from "../shell/commands/registry.ts";

export type ConversationContext = {
	state: Pick<ConversationState, "status" | "handler" | "assignee" | "archived" | "snooze" | "tags" | "routing">;
	/** The id of the signed-in member. */
	me: string;
	can(permission: Permission): boolean;
	act(action: MemberAction): void;
};

const isLive = ({ state, can }: ConversationContext): boolean => can("converse") && !state.archived;

export const closeCommand: Command<ConversationContext> = {
	id: "conversation.close",
	name: "Close",
	icon: "check",
	keys: ["E"],
	when: ({ state, can }) => can("converse") && state.status !== "closed",
	run: ({ act }) => act({ type: "close" }),
};

export const reopenCommand: Command<ConversationContext> = {
	id: "conversation.reopen",
	name: "Reopen",
	icon: "inbox",
	when: (context) => isLive(context) && context.state.status === "closed",
	run: ({ act }) => act({ type: "reopen" }),
};

export const handBackCommand: Command<ConversationContext> = {
	id: "conversation.handBack",
	name: "Hand back to the AI",
	icon: "bolt",
	when: (context) => isLive(context) && context.state.status !== "closed" && context.state.handler !== "ai",
	run: ({ act }) => act({ type: "hand_back" }),
};

export type AssignContext = {
	/** The assignee's id; undefined where several conversations are assigned at once. */
	assignee: string | null | undefined;
	assign(member: string | null): void;
};

/** The command that assigns to a teammate or, with a null `member`, to nobody. */
export const assignCommand = (member: string | null, name: string): Command<AssignContext> => ({
	id: `conversation.assign.${member ?? "nobody"}`,
	name,
	checked: ({ assignee }) => assignee === member,
	run: ({ assign }) => assign(member),
});

/** Whether the conversation can be assigned. */
export const isAssignable = (context: ConversationContext): boolean =>
	isLive(context) && context.state.status !== "closed";

export const wakeCommand: Command<ConversationContext> = {
	id: "conversation.wake",
	name: "Wake it now",
	icon: "sun",
	when: (context) => isAssignable(context) && Boolean(context.state.snooze),
	run: ({ act }) => act({ type: "wake" }),
};

/** The context of an open thread's commands. */
export type ThreadContext = ConversationContext & {
	/** Sets the visitor's last message back to unread, and leaves. */
	markUnread(): void;
	takeOver(): void;
	/** Opens the menu of teammates. */
	chooseAssignee(): void;
	/** Opens the dialog that asks until when. */
	chooseSnooze(): void;
	/** Opens the picker of tags. */
	chooseTags(): void;
	/** Focuses the reply box, in the given mode. */
	write(mode: "reply" | "note"): void;
	/** Opens the visitor's details; null where they are shown beside the thread already. */
	showVisitor: (() => void) | null;
	/** Mails what was said to the visitor; null where they have no address. */
	mailTranscript: (() => void) | null;
	block(): void;
	unblock(): void;
	forgetBrowser(): void;
};

export const takeOverCommand: Command<ThreadContext> = {
	id: "conversation.takeOver",
	name: "Take over",
	keys: ["T"],
	when: (context) => {
		const { status, handler, assignee } = context.state;
		const isMine = handler === "human" && assignee?.id === context.me;
		return isLive(context) && status !== "closed" && !isMine;
	},
	run: ({ takeOver }) => takeOver(),
};

export const chooseAssigneeCommand: Command<ThreadContext> = {
	id: "conversation.assign",
	name: "Assign",
	icon: "people",
	keys: ["A"],
	when: isAssignable,
	run: ({ chooseAssignee }) => chooseAssignee(),
};

export const snoozeCommand: Command<ThreadContext> = {
	id: "conversation.snooze",
	name: "Snooze",
	icon: "clock",
	keys: ["S"],
	when: isAssignable,
	run: ({ chooseSnooze }) => chooseSnooze(),
};

export const tagCommand: Command<ThreadContext> = {
	id: "conversation.tag",
	name: "Tags",
	icon: "tag",
	keys: ["L"],
	when: ({ can }) => can("converse"),
	run: ({ chooseTags }) => chooseTags(),
};

export const markUnreadCommand: Command<Pick<ThreadContext, "can" | "markUnread">> = {
	id: "conversation.markUnread",
	name: "Mark unread",
	icon: "dot",
	keys: ["U"],
	when: ({ can }) => can("converse"),
	run: ({ markUnread }) => markUnread(),
};

export const writeReplyCommand: Command<ThreadContext> = {
	id: "reply.write",
	name: "Reply",
	keys: ["R"],
	when: ({ can }) => can("converse"),
	run: ({ write }) => write("reply"),
};

export const writeNoteCommand: Command<ThreadContext> = {
	id: "note.write",
	name: "Note",
	keys: ["N"],
	when: ({ can }) => can("converse"),
	run: ({ write }) => write("note"),
};

export const showVisitorCommand: Command<ThreadContext> = {
	id: "visitor.show",
	name: "Visitor details",
	icon: "panel",
	when: ({ showVisitor }) => showVisitor !== null,
	run: ({ showVisitor }) => showVisitor?.(),
};

export const mailTranscriptCommand: Command<ThreadContext> = {
	id: "conversation.mailTranscript",
	name: "Mail the conversation to the visitor",
	icon: "chat",
	when: ({ mailTranscript, can }) => mailTranscript !== null && can("converse"),
	run: ({ mailTranscript }) => mailTranscript?.(),
};

export const blockCommand: Command<ThreadContext> = {
	id: "visitor.block",
	name: "Block the visitor",
	icon: "ban",
	danger: true,
	when: ({ state, can }) => can("block") && !state.archived,
	run: ({ block }) => block(),
};

export const unblockCommand: Command<ThreadContext> = {
	id: "visitor.unblock",
	name: "Unblock the visitor",
	short: "Unblock",
	icon: "ban",
	when: ({ state, can }) => can("block_long") && state.archived === true,
	run: ({ unblock }) => unblock(),
};

export const forgetBrowserCommand: Command<ThreadContext> = {
	id: "visitor.forgetBrowser",
	name: "Forget their browser",
	icon: "cross",
	danger: true,
	when: ({ can }) => can("block"),
	run: ({ forgetBrowser }) => forgetBrowser(),
};

export const threadCommands: readonly Command<ThreadContext>[] = [
	takeOverCommand,
	chooseAssigneeCommand,
	closeCommand,
	reopenCommand,
	snoozeCommand,
	wakeCommand,
	tagCommand,
	markUnreadCommand,
	handBackCommand,
	writeReplyCommand,
	writeNoteCommand,
	showVisitorCommand,
	mailTranscriptCommand,
	blockCommand,
	unblockCommand,
	forgetBrowserCommand,
];

export type LeaveContext = { leave(): void };

/** The command that leaves the thread. It works before the conversation is loaded. */
export const leaveCommand: Command<LeaveContext> = {
	id: "thread.leave",
	name: "Back to the list",
	icon: "back",
	keys: ["Escape"],
	unlisted: true,
	run: ({ leave }) => leave(),
};

export const leaveCommands: readonly Command<LeaveContext>[] = [leaveCommand];
