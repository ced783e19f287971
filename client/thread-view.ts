/** What a thread shows of its conversation at one moment. Replaced, never changed, so that a face can compare. */
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
	/** There is history before the first entry. */
	older: boolean;
	loadingOlder: boolean;
	/** The answer being written, as far as it has come. */
	writing: string | null;
	thinking: boolean;
	/** Without a member, it is the visitor who types. */
	typing: Typist[];
	viewers: Teammate[];
	visitorOnline: boolean;
	availability: Availability | null;
	connection: ConnectionState;
	/** True once the log has been read from the server. */
	ready: boolean;
	/** Server's clock minus ours. */
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
