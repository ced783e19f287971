/** A conversation's store whose every frame is checked against the schemas. What the dashboard uses. */
import { parseServerFrame, ServerFrame } from "../src/protocol/conversation/frames.ts";
import { type CoreOptions, ThreadCore } from "./thread-core.ts";

export type { Unsent } from "./outbox/outbox.ts";
export type { ThreadView } from "./thread-view.ts";

export type ThreadOptions = Omit<CoreOptions, "read">;

export class Thread extends ThreadCore {
	constructor(options: ThreadOptions) {
		super({ ...options, read: (data) => parseServerFrame(ServerFrame, data) });
	}

	/** A note for the team; false when the outbox is full. */
	note(text: string): boolean {
		return this.send(text, "note");
	}
}
