/**
 * A visitor's commands, which the server answers with "done": a choice, an e-mail address, a rating, the end. They are kept
 * until they are answered and sent again on every connection, which their ids make idempotent. Unlike messages they don't
 * survive the page.
 */
import type { RefusalReason, VisitorFrame } from "../../src/protocol/conversation/frames.ts";

export type PendingCommand = Extract<VisitorFrame, { type: "choose" | "email" | "rate" | "end" }>;

export type CommandOutcome = { ok: true } | { ok: false; reason: RefusalReason };

export class PendingCommands {
	#open = new Map<string, { frame: PendingCommand; settle(outcome: CommandOutcome): void }>();

	add(frame: PendingCommand): Promise<CommandOutcome> {
		return new Promise((settle) => this.#open.set(frame.id, { frame, settle }));
	}

	unanswered(): PendingCommand[] {
		return [...this.#open.values()].map(({ frame }) => frame);
	}

	settle(id: string, outcome: CommandOutcome): void {
		this.#open.get(id)?.settle(outcome);
		this.#open.delete(id);
	}
}
