/**
 * Hooks for an open conversation: its thread and its visitor's details. After the pane is unmounted, the thread is closed as
 * soon as its unsent messages have been sent.
 */
import { batch, effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { ConversationDetails } from "../../src/protocol/conversation/details.ts";
import { CloseCode, SUBPROTOCOL } from "../../src/protocol/limits.ts";
import { threadHttp } from "../../client/http.ts";
import { GONE, localOutbox } from "../../client/outbox/outbox.ts";
import { LogWindow } from "./log/log-window.ts";
import { Thread } from "../../client/thread.ts";
import { conversationDetails } from "../api.ts";
import { openFiles } from "./files/open-files.ts";
import { perform } from "./actions.ts";
import { lostSession, myId } from "../shell/session.ts";
import { type Query, useQuery } from "../fetch/query.ts";
import { warn } from "../ui/toast.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { reloadFor } from "../shell/reload.ts";
import { Shown } from "./reply/meanwhile/written.ts";

/** The outbox's prefix includes the member's id, so that another member on this browser doesn't send its messages. */
const outboxOf = (memberId: string): string => `parley.outbox.${memberId}.`;

function start(id: string) {
	const path = `/api/conversations/${encodeURIComponent(id)}`;
	const prefix = `${outboxOf(myId.peek())}${id}.`;
	const store = localOutbox(prefix, () => import("../../client/outbox/shared-outbox.ts"));
	const { files, outbox } = openFiles(path, prefix, store);
	const http = threadHttp(path);
	const thread = new Thread({
		role: "member",
		socketAddress: (since) => ({
			url: `${location.origin.replace(/^http/, "ws")}${path}/socket?since=${since}`,
			protocols: [SUBPROTOCOL],
		}),
		http,
		outbox,
		onRefused: (code) => {
			if (code === CloseCode.reload) reloadFor.value = "release";
			else if (code === CloseCode.unauthorized) lostSession();
		},
	});
	const view = signal(thread.view);
	const log = new LogWindow({
		thread,
		page: http.page,
		onChange: () => {
			shown.value = log.shown;
		},
		onMissed: () => warn("The message couldn't be loaded. These are the latest ones."),
	});
	const shown = signal(log.shown);
	thread.subscribe(() => {
		batch(() => {
			view.value = thread.view;
			log.threadChanged();
		});
		files.sender?.check();
	});
	return { thread, view, log, shown, seen: new Shown(), files };
}

export type OpenThread = ReturnType<typeof start>;

/** The thread of a conversation, opened at the message with the seq `at`. The component must be keyed by the conversation's id. */
export function useThread(id: string, at: number | null): OpenThread {
	const [open] = useState(() => start(id));
	useEffect(() => {
		if (at !== null) open.log.show(at);
	}, [at]);
	useEffect(() => {
		const owner = myId.peek();
		return () => finish(open, owner);
	}, []);
	return open;
}

/** Closes a thread once no message waits to be sent. Refused messages stay in the outbox until the thread is opened again. */
function finish({ thread, view, files }: OpenThread, owner: string): void {
	const stop = effect(() => {
		const waits = view.value.unsent.some(({ state }) => state !== "failed");
		if (waits && myId.value === owner) return;
		thread.close();
		files.close();
		// On the effect's first run, `stop` isn't assigned yet.
		queueMicrotask(() => stop());
	});
}

/** The `seq` of the last entry that the reader has got. */
export const lastSeen = ({ view }: Pick<OpenThread, "view">): number | undefined => view.peek().entries.at(-1)?.seq;

/** Performs the action "close" once the messages that wait now are sent, even if the pane has been left. */
export function closeOnceSent(id: string, { view }: OpenThread): void {
	const close = (seen: number | undefined) => void perform(id, { type: "close" }, false, { seen, again: close });
	const seen = lastSeen({ view });
	const waiting = new Set(view.peek().unsent.flatMap((item) => (item.state === "failed" ? [] : [item.id])));
	const stop = effect(() => {
		const left = view.value.unsent.filter((item) => waiting.has(item.id));
		const refused = left.some(({ state }) => state === "failed");
		if (left.length > 0 && !refused) return;
		queueMicrotask(() => {
			stop();
			if (refused) warn("The reply wasn't sent, so the conversation stays open.");
			else close(seen);
		});
	});
}

/** Sends the member's unsent messages of an earlier visit, without the conversations being opened. */
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
		// The browser refuses storage, so nothing was stored.
	}
	for (const id of ids) finish(start(id), owner);
}

/** The least time between two requests for a visitor's details, in ms. They aren't part of the socket's frames. */
const REFETCH_MS = 3_000;

/** The visitor's details, loaded again when one of `on` changes. The component must be keyed by the conversation's id. */
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
