/**
 * The table of a conversation's actions that others may call, by name: routes, other objects and, later, the API and rules.
 * Each action checks its actor's permission itself. The AI's actions (ai.ts) are not in the table: only the conversation's own
 * turn calls those.
 */
import type { Actor } from "../../protocol/actor.ts";
import { followBlocks, identify } from "./contact.ts";
import { failMail, mailVisitor, receiveMail, resumeMail, sendMailOn, sendTranscript } from "./mail.ts";
import { addFile, dropUnnamedFiles, eraseFiles } from "./files.ts";
import type { ActionContext, ActionOutcome } from "./context.ts";
import { closeIdle, endBlock, endSnooze, noShow, release } from "./system.ts";
import { accept, lapseRoute, route } from "./routing.ts";
import { snooze, tag, wake } from "./filing.ts";
import { assign, close, handBack, reopen, takeOver, undo } from "./team.ts";
import { deleteNote, markUnread, note, read, send } from "./talk.ts";
import { choose, end, leaveEmail, rate, visitPage } from "./visitor.ts";

/** By name. A test asks that each has its row in the table of who may do what. */
export const conversationActions = {
	send,
	note,
	read,
	delete_note: deleteNote,
	mark_unread: markUnread,
	take_over: takeOver,
	hand_back: handBack,
	assign,
	close,
	reopen,
	snooze,
	wake,
	tag,
	undo,
	choose,
	leave_email: leaveEmail,
	rate,
	end,
	visit_page: visitPage,
	identify,
	add_file: addFile,
	drop_unnamed_files: dropUnnamedFiles,
	erase_files: eraseFiles,
	follow_blocks: followBlocks,
	end_block: endBlock,
	no_show: noShow,
	close_idle: closeIdle,
	end_snooze: endSnooze,
	release,
	route,
	accept,
	lapse_route: lapseRoute,
	mail_visitor: mailVisitor,
	receive_mail: receiveMail,
	send_mail_on: sendMailOn,
	fail_mail: failMail,
	resume_mail: resumeMail,
	send_transcript: sendTranscript,
};

type Nothing = Record<never, never>;
type InputOf<Parameters extends unknown[]> = Parameters extends [unknown, unknown, infer Input] ? Input : Nothing;
type Actions = { [Name in keyof typeof conversationActions]: InputOf<Parameters<(typeof conversationActions)[Name]>> };
export type ActionName = keyof Actions;

const actions: {
	readonly [Name in ActionName]: (
		context: ActionContext,
		actor: Actor,
		input: Actions[Name],
	) => ActionOutcome | Promise<ActionOutcome>;
} = conversationActions;

/** A call of an action: its actor, its name and its input. */
export type ActionCall = { [Name in ActionName]: [actor: Actor, action: Name, input: Actions[Name]] }[ActionName];

const run = <Name extends ActionName>(
	context: ActionContext,
	actor: Actor,
	action: Name,
	input: Actions[Name],
): ActionOutcome | Promise<ActionOutcome> => actions[action](context, actor, input);

/** Runs an action by its name. */
export const runAction = (
	context: ActionContext,
	[actor, action, input]: ActionCall,
): ActionOutcome | Promise<ActionOutcome> => run<ActionName>(context, actor, action, input);
