/** The commands of the list of conversations: opening one, changing several, searching, choosing a view. Pure. */
import type { Permission } from "../../src/auth/roles.ts";
import type { BulkChange } from "../../src/protocol/bulk/request.ts";
import type { GoContext } from "../shell/commands/app-commands.ts";
import type { Command } from "../shell/commands/registry.ts";
import { type ListFilter, sameFilter } from "../shell/inbox-filter.ts";
import { toQuery, type View } from "./views.ts";

export const openCommand: Command<{ open(): void }> = {
	id: "conversation.open",
	name: "Open",
	icon: "chat",
	run: ({ open }) => open(),
};

export type SelectionContext = {
	/** The id of the row with the keyboard focus. */
	current: string | null;
	toggle(id: string): void;
	/** Selects the focused row and the one before or after it, and moves there. */
	extend(by: 1 | -1): void;
	/** The number of selected conversations. */
	count: number;
	clear(): void;
	/** True while an action on the selected conversations begins. */
	busy: boolean;
	markUnread(id: string): void;
	/** The id of the signed-in member. */
	me: string;
	can(permission: Permission): boolean;
	change(change: BulkChange): void;
	/** Opens the dialog that asks until when. */
	chooseSnooze(): void;
	/** Opens the dialog that asks for how long. */
	chooseBlock(): void;
};

export const toggleCommand: Command<SelectionContext> = {
	id: "selection.toggle",
	name: "Select",
	keys: ["X"],
	unlisted: true,
	when: ({ current, can }) => current !== null && can("converse"),
	run: ({ current, toggle }) => current !== null && toggle(current),
};

const extendCommand = (by: 1 | -1, key: string, name: string): Command<SelectionContext> => ({
	id: `selection.extend.${key}`,
	name,
	keys: [`Shift+${key}`],
	unlisted: true,
	when: ({ current, can }) => current !== null && can("converse"),
	run: ({ extend }) => extend(by),
});

export const clearCommand: Command<SelectionContext> = {
	id: "selection.clear",
	name: "Clear",
	keys: ["Escape"],
	unlisted: true,
	when: ({ count }) => count > 0,
	run: ({ clear }) => clear(),
};

const isChangeable = ({ count, busy, can }: SelectionContext): boolean => count > 0 && !busy && can("converse");

export const closeSelectedCommand: Command<SelectionContext> = {
	id: "selection.close",
	name: "Close the selected",
	short: "Close",
	icon: "check",
	keys: ["E"],
	when: isChangeable,
	run: ({ change }) => change({ type: "close" }),
};

export const takeSelectedCommand: Command<SelectionContext> = {
	id: "selection.assignToMe",
	name: "Assign the selected to me",
	short: "Assign to me",
	when: isChangeable,
	run: ({ change, me }) => change({ type: "assign", member: me }),
};

export const snoozeSelectedCommand: Command<SelectionContext> = {
	id: "selection.snooze",
	name: "Snooze the selected",
	short: "Snooze",
	icon: "clock",
	keys: ["S"],
	when: isChangeable,
	run: ({ chooseSnooze }) => chooseSnooze(),
};

export const blockSelectedCommand: Command<SelectionContext> = {
	id: "selection.block",
	name: "Block the visitors of the selected",
	short: "Block",
	icon: "ban",
	danger: true,
	when: (context) => isChangeable(context) && context.can("block"),
	run: ({ chooseBlock }) => chooseBlock(),
};

export const unreadRowCommand: Command<SelectionContext> = {
	id: "row.markUnread",
	name: "Mark unread",
	keys: ["U"],
	unlisted: true,
	when: ({ current, can }) => current !== null && can("converse"),
	run: ({ current, markUnread }) => current !== null && markUnread(current),
};

export const selectionCommands: readonly Command<SelectionContext>[] = [
	toggleCommand,
	extendCommand(1, "J", "Select down"),
	extendCommand(-1, "K", "Select up"),
	unreadRowCommand,
	clearCommand,
	closeSelectedCommand,
	takeSelectedCommand,
	snoozeSelectedCommand,
	blockSelectedCommand,
];

export type SearchContext = { focus(): void };

export const searchCommand: Command<SearchContext> = {
	id: "conversations.search",
	name: "Search everything said",
	short: "Search",
	icon: "search",
	keys: ["/"],
	run: ({ focus }) => focus(),
};

export const searchCommands: readonly Command<SearchContext>[] = [searchCommand];

export const viewCommand = (view: View): Command<GoContext & { filter: ListFilter }> => ({
	id: `view.${view.id}`,
	name: view.name,
	short: view.short,
	checked: ({ filter }) => sameFilter(view.filter, filter),
	run: ({ go }) => go(`/conversations${toQuery(view.filter)}`),
});
