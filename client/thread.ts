/** The thread for the dashboard: a ThreadCore that checks every frame against the schemas. */
import { parseServerFrame, ServerFrame } from "../src/protocol/conversation/frames.ts";
import { ThreadCore } from "./thread-core.ts";
import type { CoreOptions } from "./thread-options.ts";

import type { UnsentFile } from "./outbox/outbox.ts";

export type { Unsent } from "./outbox/outbox.ts";
export type { ThreadView } from "./thread-view.ts";

export type ThreadOptions = Omit<CoreOptions, "read">;

export class Thread extends ThreadCore {
	constructor(options: ThreadOptions) {
		super({ ...options, read: (data) => parseServerFrame(ServerFrame, data) });
	}

	/** Sends a note for the team; false when the outbox is full. */
	note(text: string, files?: UnsentFile[]): boolean {
		return this.send(text, files, "note");
	}
}
