/** Sends a member's actions on a conversation, and shows a toast about the result. Those on many are bulk/bulk.ts. */
import type { ConversationState } from "../../src/protocol/conversation/entry.ts";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { act } from "../api.ts";
import { me, myId } from "../shell/session.ts";
import type { MenuItem } from "../ui/menu.tsx";
import { dayAndTime } from "../ui/time.ts";
import { acting, canTakeBack } from "../undo/taken.ts";
import { tell, warn } from "../ui/toast.tsx";
import { menuItem, offer } from "../shell/commands/registry.ts";
import { type AssignContext, assignCommand } from "./commands.ts";

const doneWords = (action: MemberAction): string => {
	switch (action.type) {
		case "take_over":
			return "You have taken over";
		case "accept":
			return "It is yours";
		case "hand_back":
			return "Handed back to the AI";
		case "close":
			return "Conversation closed";
		case "reopen":
			return "Conversation reopened";
		case "snooze":
			return action.until === null ? "Snoozed until they write" : `Snoozed until ${dayAndTime(action.until)}`;
		case "tag":
			return "Tags changed";
		case "mark_unread":
			return "Marked unread";
		case "delete_note":
			return "Note deleted";
		case "wake":
			return "The conversation is back in the list";
		case "undo":
			return "Undone";
		case "assign": {
			if (action.member === null) return "Nobody has it now";
			const name = me.peek()?.members.find((one) => one.id === action.member)?.name ?? "a teammate";
			return action.member === myId.peek() ? "Assigned to you" : `Assigned to ${name}`;
		}
	}
};

/** `seen`: the `seq` of the last entry on the screen. `again`: acts anew, having been told of what came after it. */
type As = { seen: number | undefined; again: (seen: number) => void };

/**
 * Performs an action and shows a toast, which says why if it failed. `quiet` shows only failures. `as`: a teammate's change that
 * isn't on the screen comes first. True when it succeeded.
 */
export const perform = (id: string, action: MemberAction, quiet = false, as?: As): Promise<boolean> =>
	acting(performed(id, action, quiet, as));

/** Loaded when two have acted at once. */
const conflict = () => import("./conflict/told.ts");

async function performed(id: string, action: MemberAction, quiet: boolean, as?: As): Promise<boolean> {
	const answer = await act(id, action, as?.seen);
	if (!answer.ok) {
		const { status, message, happened, reason } = answer.failure;
		const again = reason === "changed" ? as?.again : undefined;
		if (happened) void conflict().then(({ tellRefused }) => tellRefused(happened, action, again));
		else if (status !== 401) warn(message);
		return false;
	}
	const { undo, state, version, happened } = answer.value;
	if (happened) void conflict().then(({ tellDone }) => tellDone(happened));
	else if (undo !== null) {
		const stands = (row: ListItem) =>
			row.id !== id || row.version <= version || touched(action, row) === touched(action, state);
		const back = () => import("../undo/take-back.ts").then(({ takeActionBack }) => takeActionBack(id, undo));
		canTakeBack({ key: `${action.type} ${id}`, back, stands }, quiet ? null : doneWords(action));
	} else if (!quiet) tell(doneWords(action));
	return true;
}

/** What an action sets of a conversation, as text to compare. */
function touched({ type }: MemberAction, { status, assignee, snooze, archived, tags }: Touched): string {
	if (type === "tag") return JSON.stringify(tags ?? []);
	const parts = [status === "closed", archived, ...(type === "assign" ? [assignee?.id] : [snooze ?? null])];
	return JSON.stringify(parts);
}
type Touched = Pick<ConversationState, "status" | "assignee" | "snooze" | "archived" | "tags">;

/** The items of an assign menu. */
export function assignItems(context: AssignContext): MenuItem[] {
	const members = me.peek()?.members.filter((one) => one.role !== "viewer") ?? [];
	const mine = myId.peek();
	const sorted = [...members].sort(
		(a, b) => Number(b.id === mine) - Number(a.id === mine) || a.name.localeCompare(b.name),
	);
	const assignTo = (member: string | null, name: string) => menuItem(offer(assignCommand(member, name), context));
	return [
		{ head: "Assign to" },
		...sorted.flatMap((one) => assignTo(one.id, one.id === mine ? `${one.name} (you)` : one.name)),
		"line" as const,
		...assignTo(null, "Nobody"),
	];
}
