/** The thread for the dashboard: a ThreadCore that checks every frame against the schemas. */
import type { Entry } from "../src/protocol/conversation/entry.ts";
import { parseServerFrame, ServerFrame } from "../src/protocol/conversation/frames.ts";
import { merge } from "./log.ts";
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

	/** Adds the entries right before the first one. `older`: there is history before them. */
	prepend(entries: readonly Entry[], older: boolean): void {
		this.change({ entries: merge(entries, this.view.entries), older });
	}

	/** Sends a note for the team; false when the outbox is full. */
	note(text: string, files?: UnsentFile[]): boolean {
		return this.send(text, files, "note");
	}
}
