/** The commands of the list of conversations: opening one, changing several, searching, choosing a view. Pure. */
import type { Permission } from "../../src/auth/roles.ts";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
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
	/** The number of selected conversations. */
	count: number;
	clear(): void;
	/** True while an action on the selected conversations is running. */
	busy: boolean;
	/** The id of the signed-in member. */
	me: string;
	can(permission: Permission): boolean;
	act(action: MemberAction): void;
};

export const toggleCommand: Command<SelectionContext> = {
	id: "selection.toggle",
	name: "Select",
	keys: ["X"],
	unlisted: true,
	when: ({ current, can }) => current !== null && can("converse"),
	run: ({ current, toggle }) => current !== null && toggle(current),
};

export const clearCommand: Command<SelectionContext> = {
	id: "selection.clear",
	name: "Clear",
	keys: ["Escape"],
	unlisted: true,
	when: ({ count }) => count > 0,
	run: ({ clear }) => clear(),
};

const isChangeable = ({ count, busy }: SelectionContext): boolean => count > 0 && !busy;

export const closeSelectedCommand: Command<SelectionContext> = {
	id: "selection.close",
	name: "Close the selected",
	short: "Close",
	icon: "check",
	when: isChangeable,
	run: ({ act }) => act({ type: "close" }),
};

export const takeSelectedCommand: Command<SelectionContext> = {
	id: "selection.assignToMe",
	name: "Assign the selected to me",
	short: "Assign to me",
	when: isChangeable,
	run: ({ act, me }) => act({ type: "assign", member: me }),
};

export const selectionCommands: readonly Command<SelectionContext>[] = [
	toggleCommand,
	clearCommand,
	closeSelectedCommand,
	takeSelectedCommand,
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
