/** The pane of an open conversation: header, log, handoff summary, reply box, and the visitor's details beside it or in a drawer. */
import "./thread.css";
import { useSignal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
import { offeredTo } from "../../src/protocol/conversation/offer.ts";
import { forgetBrowser, mailTranscript, unblockConversation } from "../api.ts";
import { perform } from "./actions.ts";
import { pageAfterClosing } from "./after-closing.ts";
import { shownName, visitorName } from "./labels.ts";
import { go } from "../shell/navigation.tsx";
import { panel } from "../shell/lazy.tsx";
import { can, myId } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { confirm } from "../ui/dialog.tsx";
import { isWide } from "../ui/media.ts";
import { tell, warn } from "../ui/toast.tsx";
import { MAX_TAGS_EACH } from "../../src/protocol/tag.ts";
import { TagLabels } from "../tags/labels.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { useCommands } from "../shell/commands/use-commands.tsx";
import { isAssignable, leaveCommand, leaveCommands, type ThreadContext, threadCommands } from "./commands.ts";
import type { Mode } from "./reply/drafts.ts";
import { ThreadHeader } from "./header.tsx";
import { Log } from "./log/log.tsx";
import { lastSeen, useDetails, useThread } from "./open.ts";
import { ReplyBox } from "./reply/reply-box.tsx";
import { Summary } from "./summary.tsx";
import { VisitorDrawer, VisitorSide } from "./visitor.tsx";

/* Loaded on first use, because they are seldom opened. */
const Why = panel(() => import("./trace/why.tsx").then((module) => module.Why));

const BlockDialog = panel(() => import("./block-dialog.tsx").then((module) => module.BlockDialog));
const TagPicker = panel(() => import("./tags/picker.tsx").then((module) => module.TagPicker));
const SnoozeDialog = panel(() => import("./snooze/dialog.tsx").then((module) => module.SnoozeDialog));

/** `at`: the seq of the message to open it at; null: the latest. */
export function ThreadPane({ id, at, back }: { id: string; at: number | null; back: string }) {
	const open = useThread(id, at);
	const input = useRef<HTMLTextAreaElement>(null);
	const mode = useSignal<Mode>("reply");
	const blocking = useSignal(false);
	const snoozing = useSignal(false);
	const tagging = useSignal(false);
	const drawer = useSignal(false);
	const why = useSignal<number | null>(null);
	const view = open.view.value;
	const { rowOf, shown } = useInbox();
	const listed = rowOf(id)?.value;
	// The visitor's page, e-mail address and other conversations change while the thread is open.
	const visitorSaid = view.entries.findLast((entry) => entry.kind === "event" || entry.author.kind === "visitor")?.seq;
	const details = useDetails(id, [
		visitorSaid,
		view.viewers,
		view.visitorOnline,
		listed?.contactId,
		listed?.name,
		listed?.email,
		listed?.claimed,
	]);
	const row = listed ?? details.data.value?.item ?? null;
	useTitle(row === null ? "Conversation" : shownName(row));
	const { state } = view;

	const focus = (next: Mode) => {
		mode.value = next;
		setTimeout(() => input.current?.focus());
	};
	const visitor = row === null ? "" : visitorName(row);
	const unblock = async () => {
		const sure = await confirm({
			title: `Unblock ${visitor}?`,
			text: "They can write again, and their conversations leave the archive.",
			yes: "Unblock",
		});
		if (!sure) return;
		const answer = await unblockConversation(id);
		if (answer.ok) tell(`${visitor} is unblocked`);
		else warn(answer.failure.message);
	};
	const forget = async () => {
		const sure = await confirm({
			title: "Forget their browser?",
			text: "Whoever uses it is signed out of the chat: they can't read this conversation or write in it any more, and begin anew. This can't be undone.",
			yes: "Forget it",
		});
		if (!sure) return;
		const answer = await forgetBrowser(id);
		if (answer.ok) tell("Their browser is forgotten");
		else warn(answer.failure.message);
	};
	const transcript = async () => {
		const answer = await mailTranscript(id);
		if (answer.ok) tell("The conversation is on its way by e-mail");
		else warn(answer.failure.message);
	};
	useCommands(leaveCommands, {
		leave: () => {
			if (drawer.value) drawer.value = false;
			else void go(back);
		},
	});
	const assigning = useRef<(() => void) | null>(null);
	const isLeft = useRef(false);
	useEffect(() => () => void (isLeft.current = true), []);
	const hasOpened = useRef(false);
	const accept = (seen: number | undefined) => void perform(id, { type: "accept" }, true, { seen, again: accept });
	useEffect(() => {
		if (state === null || hasOpened.current) return;
		hasOpened.current = true;
		// Whoever opens what is offered to them takes it. A tab that nobody looks at opens nothing.
		if (offeredTo(state)?.id === myId.peek() && !document.hidden) accept(lastSeen(open));
	}, [state === null]);
	/** What takes the conversation off the list leads to the next one, unless its reader has gone elsewhere meanwhile. */
	const act = async (action: MemberAction, seen = lastSeen(open)): Promise<void> => {
		const isEnd = action.type === "close" || action.type === "snooze";
		const next = isEnd ? pageAfterClosing(id, back, shown.peek()) : null;
		const as = { seen, again: (now: number) => void act(action, now) };
		if ((await perform(id, action, false, as)) && next !== null && !isLeft.current) await go(next);
	};
	const takeOver = async (seen = lastSeen(open)): Promise<void> => {
		if (await perform(id, { type: "take_over" }, true, { seen, again: (now) => void takeOver(now) })) focus("reply");
	};
	/** Whoever sets it back to unread leaves it: to go on reading would read it. */
	const unread = async (from: number | null) => {
		if ((await perform(id, { type: "mark_unread", from })) && !isLeft.current) await go(back);
	};
	const now = state ?? row;
	const context: ThreadContext | null = now && {
		state: now,
		me: myId.value,
		can,
		act: (action) => void act(action),
		takeOver: () => void takeOver(),
		chooseAssignee: () => assigning.current?.(),
		chooseSnooze: () => {
			snoozing.value = true;
		},
		markUnread: () => void unread(null),
		chooseTags: () => {
			tagging.value = true;
		},
		write: focus,
		showVisitor: isWide.value
			? null
			: () => {
					drawer.value = true;
				},
		mailTranscript: (row?.email ?? row?.claimed) ? () => void transcript() : null,
		block: () => {
			blocking.value = true;
		},
		unblock: () => void unblock(),
		forgetBrowser: () => void forget(),
	};
	const { offer } = useCommands(threadCommands, context);

	if (row === null || context === null) {
		const failure = details.error.value;
		return (
			<section class="thread" aria-busy={failure === null}>
				{failure !== null && (
					<div class="empty">
						<h1>{failure.status === 404 ? "This conversation isn't there" : "The conversation can't be shown"}</h1>
						<p>{failure.status === 404 ? "The address may be old or mistyped." : failure.message}</p>
						<a class="btn" href={back}>
							{leaveCommand.name}
						</a>
					</div>
				)}
			</section>
		);
	}

	const side = {
		row,
		details: details.data.value,
		failure: details.error.value,
		offer,
		block: state?.block ?? null,
		onRetry: () => void details.reload(),
	};
	return (
		<>
			<section class="thread" aria-label={`Conversation with ${visitor}`}>
				<ThreadHeader
					row={row}
					view={open.view}
					state={context.state}
					back={back}
					offer={offer}
					assigning={assigning}
					assign={isAssignable(context) ? (member) => context.act({ type: "assign", member }) : null}
				/>
				<TagLabels ids={context.state.tags} most={MAX_TAGS_EACH} />
				<Log
					conversation={id}
					open={open}
					visitor={visitor}
					onLatest={() => void go(back.replace("/conversations", `/conversations/${id}`), true)}
					onUnread={can("converse") ? (seq) => void unread(seq) : null}
					onWhy={(seq) => {
						why.value = seq;
					}}
				/>
				{state?.summary && state.handler === "waiting" && (
					<Summary summary={state.summary} reason={state.reason ?? null} />
				)}
				<ReplyBox
					id={id}
					open={open}
					visitor={visitor}
					contactName={row.name}
					onClosing={() => {
						const next = pageAfterClosing(id, back, shown.peek());
						if (next !== null) void go(next);
					}}
					offer={offer}
					mode={mode.value}
					onMode={(next) => {
						mode.value = next;
					}}
					input={input}
				/>
			</section>
			{isWide.value ? (
				<VisitorSide {...side} />
			) : (
				drawer.value && (
					<VisitorDrawer
						{...side}
						onClose={() => {
							drawer.value = false;
						}}
					/>
				)
			)}
			{why.value !== null && (
				<ErrorBoundary>
					<Why
						conversation={id}
						seq={why.value}
						onClose={() => {
							why.value = null;
						}}
					/>
				</ErrorBoundary>
			)}
			{snoozing.value && (
				<ErrorBoundary>
					<SnoozeDialog
						onClose={() => {
							snoozing.value = false;
						}}
						onSnooze={(until) => context.act({ type: "snooze", until })}
					/>
				</ErrorBoundary>
			)}
			{tagging.value && (
				<ErrorBoundary>
					<TagPicker
						conversation={id}
						on={context.state.tags ?? []}
						onClose={() => {
							tagging.value = false;
						}}
					/>
				</ErrorBoundary>
			)}
			{blocking.value && (
				<ErrorBoundary>
					<BlockDialog
						name={visitor}
						target={{ conversation: id }}
						onClose={() => {
							blocking.value = false;
						}}
					/>
				</ErrorBoundary>
			)}
		</>
	);
}
