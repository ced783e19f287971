/** Above the thread: who it is, who has it, who else looks, and what can be done. */
import "./header.css";
import type { Signal } from "@preact/signals";
import type { ConversationState, Teammate } from "../../src/protocol/entry.ts";
import type { InboxRow } from "../../src/protocol/inbox.ts";
import { assignItems, perform } from "../conversations/actions.ts";
import { knownName, visitorName, waited } from "../conversations/words.ts";
import { can, myId } from "../frame/session.ts";
import { Icon } from "../look/icon.tsx";
import { Avatar, HandlerTag, StatusMark } from "../look/marks.tsx";
import { isNarrow, isPhone, isWide } from "../look/media.ts";
import { Menu, type MenuItem } from "../look/menu.tsx";
import type { ThreadView } from "../../src/protocol/client/thread.ts";

type Props = {
	row: InboxRow;
	view: Signal<ThreadView>;
	back: string;
	onTakeOver: () => void;
	onBlock: () => void;
	onUnblock: () => void;
	onVisitor: () => void;
};

const viewing = (viewers: readonly Teammate[]): string | null => {
	const others = viewers.filter((one) => one.id !== myId.value).map((one) => one.name);
	return others.length === 0 ? null : `Viewing: ${others.join(", ")}`;
};

function holding({ handler, assignee }: Pick<ConversationState, "handler" | "assignee">): string {
	if (assignee !== null) return assignee.id === myId.value ? "Yours" : `With ${assignee.name}`;
	return handler === "ai" ? "With the AI" : "Nobody has it";
}

/** What the conversation allows now. The server decides; this only spares people a refusal. */
export const allows = (state: Pick<ConversationState, "status" | "handler" | "assignee" | "archived">) => {
	const live = can("converse") && !state.archived;
	const mine = state.handler === "human" && state.assignee?.id === myId.value;
	return {
		takeOver: live && (state.status !== "closed" ? !mine : false),
		handBack: live && state.status !== "closed" && state.handler !== "ai",
		assign: live && state.status !== "closed",
		close: can("converse") && state.status !== "closed",
		reopen: live && state.status === "closed",
	};
};

export function ThreadHeader({ row, view, back, onTakeOver, onBlock, onUnblock, onVisitor }: Props) {
	const { state: live, viewers, visitorOnline } = view.value;
	const state = live ?? { ...row, archived: row.archived };
	const name = visitorName(row);
	const may = allows(state);
	const others = viewing(viewers);
	const assignee = state.assignee;
	const assign = (member: string | null) => void perform(row.id, { type: "assign", member });
	const phone = isPhone.value;
	const tight = isNarrow.value;

	const items = (): MenuItem[] => [
		...(phone && may.close
			? [{ name: "Close", icon: "check" as const, hint: "E", run: () => void perform(row.id, { type: "close" }) }]
			: []),
		...(tight && may.assign ? [...assignItems(assignee?.id ?? null, assign), "line" as const] : []),
		...(may.handBack
			? [{ name: "Hand back to the AI", icon: "bolt" as const, run: () => void perform(row.id, { type: "handBack" }) }]
			: []),
		...(isWide.value ? [] : [{ name: "Visitor details", icon: "panel" as const, run: onVisitor }]),
		...(can("block") && !state.archived
			? [{ name: "Block the visitor", icon: "ban" as const, danger: true, run: onBlock }]
			: []),
		...(can("block_long") && state.archived
			? [{ name: "Unblock the visitor", icon: "ban" as const, run: onUnblock }]
			: []),
	];
	const hasItems = items().length > 0;
	return (
		<header class="tbar">
			<a class="btn q back" href={back} aria-label="Back to the list">
				<Icon name="back" />
			</a>
			<span class="who-av">
				<Avatar name={knownName(row)} id={row.contactId ?? row.visitorId} />
				{visitorOnline && <span class="here-dot" title="On the site now" />}
			</span>
			<div class="who-name">
				<h1 class="clip" dir="auto" title={name}>
					{name}
				</h1>
				<div class="sub clip" dir="auto" title={others ?? undefined}>
					{others ?? (visitorOnline ? "On the site now" : holding(state))}
				</div>
			</div>
			<span class="tags">
				{(state.status !== "open" || state.archived) && (
					<StatusMark status={state.status} archived={state.archived === true} />
				)}
				<HandlerTag handler={state.handler} more={waited(state)} />
			</span>
			<span class="rest" />
			{!tight && may.assign && (
				<Menu label="Assign" titled class="btn q" align="end" items={() => assignItems(assignee?.id ?? null, assign)}>
					<Icon name="people" />
				</Menu>
			)}
			{!isWide.value && !tight && (
				<button type="button" class="btn q" aria-label="Visitor details" title="Visitor details" onClick={onVisitor}>
					<Icon name="panel" />
				</button>
			)}
			{hasItems && (
				<Menu label="More actions" titled class="btn q" align="end" items={items}>
					<Icon name="more" />
				</Menu>
			)}
			{!phone && may.close && (
				<button type="button" class="btn" onClick={() => void perform(row.id, { type: "close" })}>
					<Icon name="check" small />
					Close <kbd>E</kbd>
				</button>
			)}
			{may.reopen && (
				<button type="button" class="btn p" onClick={() => void perform(row.id, { type: "reopen" })}>
					Reopen
				</button>
			)}
			{may.takeOver && (
				<button type="button" class={state.handler === "human" ? "btn" : "btn p"} onClick={onTakeOver}>
					Take over <kbd>T</kbd>
				</button>
			)}
		</header>
	);
}
