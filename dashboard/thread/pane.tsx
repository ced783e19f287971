/** An open conversation: header, history, brief, reply box, and the visitor beside it or in a drawer. */
import "./thread.css";
import { useSignal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { useRef } from "preact/hooks";
import { unblockConversation } from "../api.ts";
import { perform } from "../conversations/actions.ts";
import { visitorName } from "../conversations/words.ts";
import { go } from "../frame/navigation.tsx";
import { panel } from "../frame/part.tsx";
import { can } from "../frame/session.ts";
import { useTitle } from "../frame/title.ts";
import { confirm } from "../look/dialog.tsx";
import { useKeys } from "../look/keys.ts";
import { isWide } from "../look/media.ts";
import { tell, warn } from "../look/toast.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { BlockDialog } from "./block-dialog.tsx";
import { Brief } from "./brief.tsx";
import type { Mode } from "./drafts.ts";
import { allows, ThreadHeader } from "./header.tsx";
import { Log } from "./log.tsx";
import { useDetails, useThread } from "./open.ts";
import { ReplyBox } from "./reply-box.tsx";
import { VisitorDrawer, VisitorSide } from "./visitor.tsx";

/** Looked at now and then: not part of what the dashboard starts with. */
const Why = panel(() => import("../answers/why.tsx").then((module) => module.Why));

export function ThreadPane({ id, back }: { id: string; back: string }) {
	const open = useThread(id);
	const input = useRef<HTMLTextAreaElement>(null);
	const mode = useSignal<Mode>("reply");
	const blocking = useSignal(false);
	const drawer = useSignal(false);
	const why = useSignal<number | null>(null);
	const view = open.view.value;
	const listed = useInbox().rowOf(id)?.value;
	// The page they are on, their address and their other conversations change while the thread is open.
	const visitorSaid = view.entries.findLast((entry) => entry.kind === "event" || entry.author.kind === "visitor")?.seq;
	const details = useDetails(id, [
		visitorSaid,
		view.viewers,
		view.visitorOnline,
		listed?.contactId,
		listed?.name,
		listed?.email,
	]);
	const row = listed ?? details.data.value?.row ?? null;
	useTitle(row === null ? "Conversation" : visitorName(row));
	const { state } = view;

	const focus = (next: Mode) => {
		mode.value = next;
		setTimeout(() => input.current?.focus());
	};
	const takeOver = async () => {
		if (await perform(id, { type: "takeOver" }, true)) focus("reply");
	};
	const may = state === null ? null : allows(state);
	useKeys({
		t: () => (may?.takeOver ? void takeOver() : false),
		e: () => (may?.close ? void perform(id, { type: "close" }) : false),
		r: () => (can("converse") ? focus("reply") : false),
		n: () => (can("converse") ? focus("note") : false),
		Escape: () => {
			if (drawer.value) drawer.value = false;
			else void go(back);
		},
	});

	if (row === null) {
		const gone = details.error.value;
		return (
			<section class="thread" aria-busy={gone === null}>
				{gone !== null && (
					<div class="empty">
						<h1>{gone.status === 404 ? "This conversation isn't there" : "The conversation can't be shown"}</h1>
						<p>{gone.status === 404 ? "The address may be old or mistyped." : gone.message}</p>
						<a class="btn" href={back}>
							Back to the list
						</a>
					</div>
				)}
			</section>
		);
	}

	const visitor = visitorName(row);
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
	const side = {
		row,
		details: details.data.value,
		failure: details.error.value,
		onBlock: () => {
			blocking.value = true;
		},
		onUnblock: () => void unblock(),
		block: state?.block ?? null,
		onRetry: () => void details.reload(),
	};
	return (
		<>
			<section class="thread" aria-label={`Conversation with ${visitor}`}>
				<ThreadHeader
					row={row}
					view={open.view}
					back={back}
					onTakeOver={() => void takeOver()}
					onBlock={side.onBlock}
					onUnblock={side.onUnblock}
					onVisitor={() => {
						drawer.value = true;
					}}
				/>
				<Log
					open={open}
					visitor={visitor}
					onWhy={(seq) => {
						why.value = seq;
					}}
				/>
				{state?.brief && state.handler === "waiting" && <Brief text={state.brief} />}
				<ReplyBox
					id={id}
					open={open}
					visitor={visitor}
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
			{blocking.value && (
				<BlockDialog
					name={visitor}
					target={{ conversation: id }}
					onClose={() => {
						blocking.value = false;
					}}
				/>
			)}
		</>
	);
}
