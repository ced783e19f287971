/**
 * One conversation, open: its live thread and what is known of its visitor. Closed with the pane that shows it, or when
 * what was written in it is sent.
 */
import { effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { ConversationDetails } from "../../src/protocol/conversation/details.ts";
import { CloseCode, SUBPROTOCOL } from "../../src/protocol/limits.ts";
import { threadHttp } from "../../client/http.ts";
import { GONE, localOutbox } from "../../client/outbox/outbox.ts";
import { Thread } from "../../client/thread.ts";
import { conversationDetails } from "../api.ts";
import { perform } from "./actions.ts";
import { lostSession, myId } from "../shell/session.ts";
import { type Query, useQuery } from "../fetch/query.ts";
import { warn } from "../ui/toast.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { reloadFor } from "../shell/reload.ts";

/** The outbox is the member's own: another who signs in on this browser doesn't send it. */
const outboxOf = (memberId: string): string => `parley.outbox.${memberId}.`;

function start(id: string) {
	const path = `/api/conversations/${encodeURIComponent(id)}`;
	const thread = new Thread({
		role: "member",
		socketAddress: (since) => ({
			url: `${location.origin.replace(/^http/, "ws")}${path}/socket?since=${since}`,
			protocols: [SUBPROTOCOL],
		}),
		http: threadHttp(path),
		outbox: localOutbox(`${outboxOf(myId.peek())}${id}.`, () => import("../../client/outbox/shared-outbox.ts")),
		onRefused: (code) => {
			if (code === CloseCode.reload) reloadFor.value = "release";
			else if (code === CloseCode.unauthorized) lostSession();
		},
	});
	const view = signal(thread.view);
	thread.subscribe(() => {
		view.value = thread.view;
	});
	return { thread, view };
}

export type OpenThread = ReturnType<typeof start>;

/** For a component that is keyed by the conversation's id. */
export function useThread(id: string): OpenThread {
	const [open] = useState(() => start(id));
	useEffect(() => {
		const owner = myId.peek();
		return () => finish(open, owner);
	}, []);
	return open;
}

/** Closes it when nothing waits to be sent in it any more. What was refused waits for whoever opens it again. */
function finish({ thread, view }: OpenThread, owner: string): void {
	const stop = effect(() => {
		const waits = view.value.unsent.some(({ state }) => state !== "failed");
		if (waits && myId.value === owner) return;
		thread.close();
		// Not while it runs for the first time.
		queueMicrotask(() => stop());
	});
}

/** Closes the conversation once what waits in it now is sent, though its pane has been left meanwhile. */
export function closeOnceSent(id: string, { view }: OpenThread): void {
	const waiting = new Set(view.peek().unsent.flatMap((item) => (item.state === "failed" ? [] : [item.id])));
	const stop = effect(() => {
		const left = view.value.unsent.filter((item) => waiting.has(item.id));
		const refused = left.some(({ state }) => state === "failed");
		if (left.length > 0 && !refused) return;
		queueMicrotask(() => {
			stop();
			if (refused) warn("The reply wasn't sent, so the conversation stays open.");
			else void perform(id, { type: "close" });
		});
	});
}

/** Sends what a member wrote and left before it was sent, without their having to open the conversations again. */
export function sendPending(): void {
	const owner = myId.peek();
	const prefix = outboxOf(owner);
	const ids = new Set<string>();
	try {
		for (const key of Object.keys(localStorage)) {
			const [id, item] = key.startsWith(prefix) ? key.slice(prefix.length).split(".") : [];
			if (id && item && localStorage.getItem(key) !== GONE) ids.add(id);
		}
	} catch {
		// Storage is refused: then nothing was kept either.
	}
	for (const id of ids) finish(start(id), owner);
}

/** Details are fetched, not streamed: fetched again at most this often, however much happens. */
const REFETCH_MS = 3_000;

/** What is known of the visitor, fetched again when one of `on` changes. For a component that is keyed by the id. */
export function useDetails(id: string, on: readonly unknown[]): Query<ConversationDetails> {
	const { learn } = useInbox();
	return useQuery(
		id,
		async (abort) => {
			const answer = await conversationDetails(id, abort);
			if (answer.ok) learn(answer.value.item);
			return answer;
		},
		{ on, atMostEveryMs: REFETCH_MS },
	);
}
