/** The thread's header: the visitor, the handler, other viewers, and the commands. */
import "./header.css";
import type { Signal } from "@preact/signals";
import type { ConversationState } from "../../src/protocol/conversation/entry.ts";
import { offeredTo } from "../../src/protocol/conversation/offer.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { assignItems } from "./actions.ts";
import { knownName, saying, visitorName, waitingTime } from "./labels.ts";
import { Faces } from "./others/faces.tsx";
import { othersOf, othersWords } from "./others/words.ts";
import { OfferedTag } from "../routing/offered.tsx";
import { myId } from "../shell/session.ts";
import { Icon } from "../ui/icon.tsx";
import { Avatar, HandlerTag, StatusMark } from "../ui/marks.tsx";
import { isNarrow, isPhone } from "../ui/media.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { type Command, menuItem, type Offer } from "../shell/commands/registry.ts";
import { KeyHint } from "../shell/commands/use-commands.tsx";
import type { ThreadView } from "../../client/thread.ts";
import {
	blockCommand,
	closeCommand,
	type ConversationContext,
	handBackCommand,
	leaveCommand,
	mailTranscriptCommand,
	reopenCommand,
	showVisitorCommand,
	snoozeCommand,
	tagCommand,
	takeOverCommand,
	type ThreadContext,
	unblockCommand,
	wakeCommand,
} from "./commands.ts";

type Props = {
	row: ListItem;
	view: Signal<ThreadView>;
	/** The thread's state, or the list item's until the thread is loaded. */
	state: ConversationContext["state"];
	back: string;
	offer: (command: Command<ThreadContext>) => Offer;
	/** Null where the conversation can't be assigned. */
	assign: ((member: string | null) => void) | null;
	/** Set to the function that opens the menu of teammates. */
	assigning: { current: (() => void) | null };
};

function holding(state: Pick<ConversationState, "handler" | "assignee" | "routing">): string {
	const { handler, assignee } = state;
	if (assignee !== null && !offeredTo(state)) return assignee.id === myId.value ? "Yours" : `With ${assignee.name}`;
	return handler === "ai" ? "With the AI" : "Nobody has it";
}

export function ThreadHeader({ row, view, state, back, offer, assign, assigning: opener }: Props) {
	const { viewers, typing, visitorOnline } = view.value;
	const name = visitorName(row);
	const others = othersOf(viewers, typing, myId.value);
	const below = othersWords(others) ?? saying(row);
	const isOffered = offeredTo(state) !== null;
	const assigning = () =>
		assign === null ? [] : assignItems({ assignee: isOffered ? null : (state.assignee?.id ?? null), assign });
	const phone = isPhone.value;
	const tight = isNarrow.value;
	const [close, reopen, takeOver, visitor] = [
		offer(closeCommand),
		offer(reopenCommand),
		offer(takeOverCommand),
		offer(showVisitorCommand),
	];
	const items = (): MenuItem[] => [
		...(phone ? menuItem(close) : []),
		...(tight && assign !== null ? [...assigning(), "line" as const] : []),
		...menuItem(offer(snoozeCommand)),
		...menuItem(offer(wakeCommand)),
		...menuItem(offer(tagCommand)),
		...menuItem(offer(handBackCommand)),
		...menuItem(visitor),
		...menuItem(offer(mailTranscriptCommand)),
		...menuItem(offer(blockCommand)),
		...menuItem(offer(unblockCommand)),
	];
	const hasItems = items().length > 0;
	return (
		<header class="tbar">
			<a class="btn q back" href={back} aria-label={leaveCommand.name}>
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
				<div
					class={others.some(({ does }) => does) ? "sub clip writing" : "sub clip"}
					dir="auto"
					title={below ?? undefined}
				>
					{below ?? (visitorOnline ? "On the site now" : holding(state))}
				</div>
			</div>
			<span class="tags">
				{(state.status !== "open" || state.archived || state.snooze) && <StatusMark of={state} />}
				<HandlerTag handler={state.handler} more={waitingTime(state)} />
				<OfferedTag of={state} />
			</span>
			<span class="rest" />
			<Faces of={others} />
			{!tight && assign !== null && (
				<Menu label="Assign" titled class="btn q" align="end" items={assigning} opener={opener}>
					<Icon name="people" />
				</Menu>
			)}
			{visitor.enabled && !tight && (
				<button type="button" class="btn q" aria-label={visitor.name} title={visitor.name} onClick={visitor.run}>
					<Icon name="panel" />
				</button>
			)}
			{hasItems && (
				<Menu label="More actions" titled class="btn q" align="end" items={items} opener={tight ? opener : undefined}>
					<Icon name="more" />
				</Menu>
			)}
			{!phone && close.enabled && (
				<button type="button" class="btn" onClick={close.run}>
					<Icon name="check" small />
					{close.name} <KeyHint of={close} />
				</button>
			)}
			{reopen.enabled && (
				<button type="button" class="btn p" onClick={reopen.run}>
					{reopen.name}
				</button>
			)}
			{takeOver.enabled && (
				<button type="button" class={state.handler === "human" ? "btn" : "btn p"} onClick={takeOver.run}>
					{takeOver.name} <KeyHint of={takeOver} />
				</button>
			)}
		</header>
	);
}
