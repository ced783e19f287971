/** The view of a conversation at one moment, for display. It is replaced on every change and never mutated, so that a UI can compare. */
import type { ConversationState, Entry, Teammate } from "../src/protocol/conversation/entry.ts";
import type { Availability } from "../src/protocol/conversation/frames.ts";
import type { Typist } from "./ephemeral.ts";
import type { Unsent } from "./outbox/outbox.ts";
import type { ConnectionState } from "./connection.ts";

export type ThreadView = {
	entries: Entry[];
	unsent: Unsent[];
	/** Null until the first message is stored. */
	state: ConversationState | null;
	/** True: there is history before the first entry. */
	older: boolean;
	loadingOlder: boolean;
	/** The beginning of the answer that is being streamed; null without one. */
	writing: string | null;
	thinking: boolean;
	/** Who is typing. An element without a member is the visitor. */
	typing: Typist[];
	viewers: Teammate[];
	visitorOnline: boolean;
	availability: Availability | null;
	connection: ConnectionState;
	/** True once the log has been read from the server. */
	ready: boolean;
	/** The server's clock minus the client's. */
	clockOffsetMs: number;
};

export const emptyView: ThreadView = {
	entries: [],
	unsent: [],
	state: null,
	older: false,
	loadingOlder: false,
	writing: null,
	thinking: false,
	typing: [],
	viewers: [],
	visitorOnline: false,
	availability: null,
	connection: "connecting",
	ready: false,
	clockOffsetMs: 0,
};
