/**
 * The context of the Inbox store. The provider creates a store when somebody has signed in and drops it when they sign out,
 * so that the next person starts with an empty one. Components read it with `useInbox`.
 */
import { effect } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { connect } from "../../client/connection.ts";
import { CloseCode, SUBPROTOCOL } from "../../src/protocol/limits.ts";
import type { Inbox } from "./inbox.ts";
import { createInbox } from "./inbox-store.ts";
import { ownChange } from "./own-change.ts";
import { lostSession, refresh } from "./session.ts";
import { loadTags } from "../tags/tags.ts";
import { seen } from "../undo/taken.ts";
import { setClock, shownTimezone } from "../ui/time.ts";
import { reloadFor } from "./reload.ts";

const Context = createContext<Inbox | null>(null);

/** Loaded after the first page, which needs none of it. */
const telling = () => import("../notifications/tab/telling.ts");

const create = (): Inbox =>
	createInbox({
		connect,
		address: () => ({ url: `${location.origin.replace(/^http/, "ws")}/api/inbox/socket`, protocols: [SUBPROTOCOL] }),
		zone: shownTimezone,
		onClock: setClock,
		onTeam: () => void refresh(),
		onTags: () => void loadTags(),
		onRow: seen,
		onBulk: (job) => void import("../bulk/bulk.ts").then(({ show }) => show(job)),
		onNotice: (notice) => void telling().then(({ told }) => told(notice)),
		onSeen: (conversation) => void telling().then(({ withdraw }) => withdraw(conversation)),
		onRefused: (code) => {
			if (code === CloseCode.reload) reloadFor.value = "release";
			else lostSession();
		},
	});

/** Provides a store, which is connected while the component is mounted. */
export function InboxProvider({ children }: { children: ComponentChildren }) {
	const [inbox] = useState(create);
	useEffect(() => inbox.watch(), []);
	useEffect(() => effect(() => void (ownChange.value > 0 && inbox.letMove())), []);
	useEffect(() => {
		let stop = () => {};
		let left = false;
		void telling().then(({ keepCounts }) => {
			if (!left) stop = keepCounts(inbox);
		});
		return () => {
			left = true;
			stop();
		};
	}, []);
	return <Context.Provider value={inbox}>{children}</Context.Provider>;
}

export function useInbox(): Inbox {
	const inbox = useContext(Context);
	if (inbox === null) throw new Error("useInbox is for what InboxProvider draws");
	return inbox;
}
