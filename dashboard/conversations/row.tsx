/**
 * One conversation in the list: a row of the table, or an item of the narrow list. A link covers it, so that a click
 * anywhere opens it, and the browser's "open in a new tab" works.
 */
import "./row.css";
import type { ReadonlySignal } from "@preact/signals";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
import { offeredTo } from "../../src/protocol/conversation/offer.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { OfferedTag } from "../routing/offered.tsx";
import { go } from "../shell/navigation.tsx";
import { can, myId } from "../shell/session.ts";
import { TagLabels } from "../tags/labels.tsx";
import { Icon } from "../ui/icon.tsx";
import { Avatar, HandlerTag, StatusMark } from "../ui/marks.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { ago, fullTime } from "../ui/time.ts";
import { menuItem, offer } from "../shell/commands/registry.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import {
	closeCommand,
	markUnreadCommand,
	type ConversationContext,
	isAssignable,
	reopenCommand,
	wakeCommand,
} from "../thread/commands.ts";
import { assignItems, perform } from "../thread/actions.ts";
import { openCommand } from "./commands.ts";
import { Found } from "./search/search.tsx";
import { holder, isUnread, knownName, previewOf, speaker, shownName, waitingTime } from "../thread/labels.ts";

/** The heights of a row of the table and of an item of the narrow list, in px. */
export const ROW_PX = 48;
export const ITEM_PX = 85;

const placed = (number: number, height: number) => ({ top: `${number * height}px`, height: `${height}px` });

type RowProps = {
	row: ReadonlySignal<ListItem>;
	/** Its place in the list, from 0. */
	number: number;
	href: string;
	/** True: this row has the keyboard focus. Only its controls are tab stops. */
	current: boolean;
	onFocus: (id: string) => void;
};

/** The last message, or the text that the search matched. */
function Preview({ row }: { row: ListItem }) {
	const { query, excerpts } = useInbox().findings.value;
	const found = excerpts[row.id];
	return (
		<span class="preview clip" dir="auto">
			{found === undefined ? (
				<>
					<em>{speaker(row)}:</em> {previewOf(row)}
				</>
			) : (
				<Found text={found} query={query} />
			)}
		</span>
	);
}

const Time = ({ row }: { row: ListItem }) => (
	<time class="num" dateTime={new Date(row.lastAt).toISOString()} title={fullTime(row.lastAt)}>
		{ago(row.lastAt)}
	</time>
);

const Unread = ({ row }: { row: ListItem }) => (isUnread(row) ? <span class="said">, {row.unread} unread</span> : null);

function rowItems(row: ListItem, href: string): MenuItem[] {
	const act = (action: MemberAction) => void perform(row.id, action);
	const context: ConversationContext = { state: row, me: myId.peek(), can, act };
	const open = menuItem(offer(openCommand, { open: () => void go(href) }));
	if (row.archived) return open;
	const commands = [reopenCommand, closeCommand, wakeCommand];
	const unread = { can, markUnread: () => act({ type: "mark_unread", from: null }) };
	const items = [
		...open,
		...commands.flatMap((command) => menuItem(offer(command, context))),
		...menuItem(offer(markUnreadCommand, unread)),
	];
	if (!isAssignable(context)) return items;
	const assignee = offeredTo(row) ? null : (row.assignee?.id ?? null);
	return [...items, "line", ...assignItems({ assignee, assign: (member) => act({ type: "assign", member }) })];
}

export function TableRow({
	row: source,
	number,
	href,
	current,
	onFocus,
	selected,
	onSelect,
}: RowProps & {
	selected: boolean;
	/** `to`: the rows up to it too, as Shift was held. */
	onSelect: (id: string, on: boolean, to: boolean) => void;
}) {
	const row = source.value;
	const name = shownName(row);
	const tab = current ? 0 : -1;
	const mayAct = can("converse");
	return (
		<div
			class={`row ${isUnread(row) ? "unread" : ""} ${selected ? "sel" : ""}`}
			role="row"
			aria-rowindex={number + 2}
			style={placed(number, ROW_PX)}
			data-id={row.id}
			onFocusCapture={() => onFocus(row.id)}
		>
			<span role="cell" class="pick">
				{mayAct && (
					<input
						type="checkbox"
						class="cb"
						tabIndex={tab}
						checked={selected}
						aria-label={`Select ${name}`}
						onClick={(event) => onSelect(row.id, event.currentTarget.checked, event.shiftKey)}
					/>
				)}
			</span>
			<span role="cell">
				<StatusMark of={row} />
			</span>
			<span role="cell" class="who">
				<Avatar name={knownName(row)} id={row.contactId ?? row.visitorId} />
				<a class="cover clip" href={href} tabIndex={tab} dir="auto">
					{name}
					<Unread row={row} />
				</a>
			</span>
			<span role="cell" class="last">
				<HandlerTag handler={row.handler} more={waitingTime(row)} />
				<OfferedTag of={row} />
				<TagLabels ids={row.tags} />
				<Preview row={row} />
			</span>
			<span role="cell">
				<Time row={row} />
			</span>
			<span role="cell" class="holder">
				<span class="clip" dir="auto">
					{holder(row)}
				</span>
				{mayAct && (
					<Menu
						label={`Actions for ${name}`}
						class="btn q row-more"
						align="end"
						tabIndex={tab}
						items={() => rowItems(source.peek(), href)}
					>
						<Icon name="more" />
					</Menu>
				)}
			</span>
		</div>
	);
}

export function ListRow({
	row: source,
	number,
	of,
	href,
	current,
	onFocus,
	open,
}: RowProps & {
	open: boolean;
	/** How many there are; -1: more than are loaded. */
	of: number;
}) {
	const row = source.value;
	return (
		<li
			class={`item ${isUnread(row) ? "unread" : ""} ${open ? "on" : ""}`}
			aria-posinset={number + 1}
			aria-setsize={of}
			style={placed(number, ITEM_PX)}
			data-id={row.id}
			onFocusCapture={() => onFocus(row.id)}
		>
			<Avatar name={knownName(row)} id={row.contactId ?? row.visitorId} />
			<a
				class="cover clip name"
				href={href}
				tabIndex={current ? 0 : -1}
				aria-current={open ? "true" : undefined}
				dir="auto"
			>
				{shownName(row)}
				<Unread row={row} />
			</a>
			<Time row={row} />
			<Preview row={row} />
			<span class="meta">
				<StatusMark of={row} />
				<HandlerTag handler={row.handler} more={waitingTime(row)} />
				<OfferedTag of={row} />
				<TagLabels ids={row.tags} most={1} />
				{row.assignee !== null && !offeredTo(row) && (
					<span class="holder clip" dir="auto">
						{holder(row)}
					</span>
				)}
			</span>
		</li>
	);
}
